namespace Holdfast.Presentation.Metrics;

/// <summary>Of each repository: whether it answered, how much is in it, how much room it has, and what upkeep did.</summary>
internal static class RepositoryMetrics
{
    public static void AddTo(Exposition metrics, MetricsBasis basis)
    {
        foreach (var place in basis.Plan.Repositories)
        {
            var isSeen = basis.IsSeen(place.Name);
            metrics.Set(MetricFamilies.RepositoryUp, isSeen, place.Name);
            metrics.Set(MetricFamilies.RepositoryOffline, place.Offline, place.Name);
            if (!isSeen)
            {
                continue;
            }

            metrics.Set(MetricFamilies.RepositoryTroubled, basis.Basis.Troubled.ContainsKey(place.Name), place.Name);
            metrics.Set(MetricFamilies.RepositorySnapshots, basis.Contents.CountIn(place.Name), place.Name);
            metrics.Set(MetricFamilies.RepositoryBytes, basis.Contents.PackBytesOf(place.Name), place.Name);
            if (basis.Rooms.FirstOrDefault(r => r.Repository == place.Name) is { } room)
            {
                metrics.Set(MetricFamilies.RepositoryFree, room.FreeBytes, place.Name);
                metrics.Set(MetricFamilies.RepositoryDisk, room.TotalBytes, place.Name);
            }

            if (basis.Upkeep.FirstOrDefault(u => u.Repository == place.Name) is { } upkeep)
            {
                metrics.Set(MetricFamilies.RepositoryRemovedAt, basis.Past(upkeep.RemovedAt), place.Name);
                metrics.Set(MetricFamilies.RepositoryReadSince, basis.Past(upkeep.ReadSince), place.Name);
            }
        }
    }
}
