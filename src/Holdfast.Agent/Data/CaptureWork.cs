using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Checks;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>Captures a system's data once and stores it in each repository; one that fails takes nothing from the others.</summary>
internal sealed class CaptureWork(AgentSettings settings, SourceFactory sources, Repositories repositories)
{
    internal async Task<Report> CaptureAsync(CaptureOrder order, CancellationToken cancellation)
    {
        var place = SourceFactory.TreePath(order.System);
        var source = sources.For(order.Source);
        await using var capture = await source.CaptureAsync(settings.Staging, cancellation);
        await source.VerifyAsync(capture, cancellation);
        var request = new BackupRequest([new PathTarget(capture.Folder, place)], order.HostName, order.Tags,
            capture.Excludes, capture.TakenAt, [place]);
        var copies = new List<Copy>();
        foreach (var address in order.Repositories) copies.Add(await StoreAsync(address, request, cancellation));
        return new Captured(capture.TakenAt, copies);
    }

    private async Task<Copy> StoreAsync(RepositoryAddress address, BackupRequest request, CancellationToken cancellation)
    {
        var copy = new Copy(address.Name, null, 0, 0, 0, null, [], null);
        try
        {
            await using var repository = await repositories.OpenAsync(address, cancellation);
            var backup = await repository.BackupAsync(request, null, cancellation);
            copy = copy with
            {
                Snapshot = backup.Snapshot.ToString(),
                Bytes = backup.BytesProcessed,
                Added = backup.BytesAdded,
                Level = 1,
                VerifiedAt = settings.Time.GetUtcNow(),
                Missed = [.. backup.Missed.Select(m => $"{m.Path}: {m.Why}")],
                Why = backup.Partial ? $"{backup.Missed.Count} files could not be read, so this is no recovery point" : null,
            };
            return Judge(copy, await repository.ReadBackAsync(backup.PacksAdded, cancellation), settings.Time.GetUtcNow());
        }
        catch (RepositoryException e)
        {
            return copy with { Why = Why(copy, e.Message, e.Hint) };
        }
        catch (HostException e)
        {
            return copy with { Why = Why(copy, e.Message, e.Hint) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return copy with { Why = Why(copy, e.Message, null) };
        }
    }

    /// <summary>What reading back says about a copy; damage takes away even that its structure was complete.</summary>
    internal static Copy Judge(Copy copy, VerifyReport read, DateTimeOffset now) => read.IsGood
        ? copy with { Level = 2, VerifiedAt = now }
        : copy with
        {
            Level = 0,
            VerifiedAt = null,
            Why = $"{read.NotProved.Count} of {read.PacksRead} packs that it added cannot be read back, first {read.NotProved[0].Pack}: {read.NotProved[0].Why}"
                + " (HINT: check the repository's disk, then capture again)",
        };

    private static string Why(Copy copy, string message, string? hint)
    {
        var why = copy.Snapshot is null ? message : $"it was stored but could not be read back: {message}";
        return hint is null ? why : $"{why} (HINT: {hint})";
    }
}
