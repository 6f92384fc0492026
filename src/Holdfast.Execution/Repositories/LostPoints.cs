namespace Holdfast.Execution.Repositories;

/// <summary>Says which points lost their verification because their repository lost something that they need.</summary>
public static class LostPoints
{
    /// <param name="systems">Only of these; null: of all.</param>
    public static IEnumerable<string> Lines(RepositorySet repositories, IReadOnlySet<string>? systems = null)
    {
        foreach (var (name, why) in repositories.Unseen)
        {
            yield return $"{name}: whether the packs of its points are there is not known: {why}";
        }

        foreach (var line in Lines(repositories.Lost.Where(l => systems is null || systems.Contains(l.System))))
        {
            yield return line;
        }
    }

    public static IEnumerable<string> Lines(IEnumerable<LostCopy> points)
    {
        foreach (var lost in points
            .GroupBy(l => (l.Repository, l.System, l.Why))
            .OrderBy(l => (l.Key.Repository, l.Key.System)))
        {
            var newest = lost.MaxBy(l => l.TakenAt)!;
            var count = lost.Count() == 1 ? "a point" : $"{lost.Count()} points";
            yield return $"{lost.Key.Repository}: {count} of {lost.Key.System} lost {(lost.Count() == 1 ? "its" : "their")} verification, the newest "
                + $"{newest.Snapshot[..8]} of {newest.TakenAt:yyyy-MM-dd HH:mm:ss}Z: {lost.Key.Why}";
        }
    }
}
