using Holdfast.Agent.Access;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Data.Judging;
using Holdfast.Agent.Discovery;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Checks;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Sources.Kinds;

namespace Holdfast.Agent.Data;

/// <summary>
/// Captures a system's data once, stores it in each repository and says whether each copy holds what it should; one that fails takes
/// nothing from the others.
/// </summary>
internal sealed class CaptureWork(AgentSettings settings, KnownData data, Repositories repositories)
{
    internal async Task<Report> CaptureAsync(CaptureOrder order, Action<long, long> moved, CancellationToken cancellation)
    {
        // 1. A picture of the data, whole by its own measure.
        var place = KnownData.TreePath(order.System);
        var source = data.Open(order.Source);
        var mounts = DataMounts.Of(source.Target, new(Machine.ThisOne(settings.Time)));
        await using var capture = await source.CaptureAsync(settings.Staging, cancellation);
        var verified = await source.VerifyAsync(capture, cancellation);

        // 2. Into each repository. Where there is a past to hold it against comes first, since what is found there counts for all.
        var expected = order.Expected ?? new Expected();
        var loose = SourceKinds.Of(order.Source.Kind).IsOfLooseFiles;
        var review = new CopyReview(expected, verified.Held, mounts, verified.Tables, loose);
        var live = loose ? new LiveDatabases(capture.Folder, place, capture.TakenAt) : null;
        var takenAt = capture.TakenAt - settings.ClockAhead;
        var request = new BackupRequest([new PathTarget(capture.Folder, place)], order.HostName, order.Tags, capture.Excludes, takenAt, [place])
        {
            Parent = ParentChoice.NewestWithout(CaptureOrder.SuspectTag, [.. expected.Snapshots.Values]),
        };
        var copies = new Dictionary<string, Copy>();
        var anew = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var address in order.Repositories.OrderBy(r => expected.Snapshots.ContainsKey(r.Name) ? 0 : 1))
        {
            var ofIt = request with
            {
                Events = copies.Values.Any(c => c.Snapshot is not null) ? null : live,
                PastDamagedIndex = e =>
                {
                    lock (anew)
                    {
                        anew.Add($"{address.Name}: {e.Failure.OneLine}. What only it named was stored anew");
                    }
                },
                Distrusted = order.Distrusted.GetValueOrDefault(address.Name, []).ToHashSet(StringComparer.Ordinal),
            };
            copies[address.Name] = await StoreAsync(
                address, ofIt, review, order.Unread.Contains(address.Name), expected.Snapshots.GetValueOrDefault(address.Name), new Moved<BackupProgress>(p => moved(p.BytesDone, p.BytesTotal)), cancellation);
        }

        // 3. What was found is said of all of them.
        IReadOnlyList<string> warnings = [.. verified.Warnings, .. live?.Warnings() ?? [], .. review.Warnings, .. anew, .. ClockWords(order)];
        return new Captured(
            takenAt,
            [.. order.Repositories.Select(r => copies[r.Name] with { Suspect = review.Suspect, Warnings = warnings, Shrunk = review.Shrunk, Changed = review.Changed, Gone = review.Gone, Emptied = review.Emptied })],
            verified.Held,
            mounts,
            verified.Tables);
    }

    private string[] ClockWords(CaptureOrder order) => settings.ClockAhead == TimeSpan.Zero ? []
        : [$"the clock of {order.HostName} {ClockWord.Of(settings.ClockAhead)} that of the machine that leads, and the copy is dated by the latter: set the wrong one"];

    /// <param name="unread">Whether it may rely on packs that were never read back.</param>
    /// <param name="good">The last good copy there; null: none is known.</param>
    private async Task<Copy> StoreAsync(
        RepositoryAddress address, BackupRequest request, CopyReview review, bool unread, string? good, IProgress<BackupProgress> progress, CancellationToken cancellation)
    {
        var copy = new Copy(address.Name, null, 0, 0, 0, null, [], null);
        try
        {
            await using var repository = await repositories.OpenAsync(address, cancellation);
            request = request with { Judge = (made, parent, token) => review.LookAsync(repository, made, parent, token) };
            var backup = await repository.BackupAsync(request, progress, cancellation);
            copy = copy with
            {
                Snapshot = backup.Snapshot.ToString(),
                Bytes = backup.BytesProcessed,
                Added = backup.BytesAdded,
                Files = backup.Summary.TotalFilesProcessed,
                Level = 1,
                VerifiedAt = settings.LeaderNow,
                Missed = [.. backup.Missed.Select(m => $"{m.Path}: {m.Why}")],
                Why = backup.Partial ? $"{backup.Missed.Count} files could not be read, so this is no recovery point" : null,
            };
            var (relied, unreadable) = unread ? await ReliedOnAsync(repository, backup.Snapshot, good, cancellation) : ([], null);
            var read = await repository.ReadBackAsync([.. backup.PacksAdded.Union(relied)], cancellation);
            return read.IsGood && unreadable is not null ? throw unreadable : Judge(copy, read, settings.LeaderNow);
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            var failure = Failure.Of(e);
            return copy with { Why = (copy.Snapshot is null ? failure : failure with { Message = $"it was stored but could not be read back: {failure.Message}" }).OneLine };
        }
    }

    /// <summary>The packs on which a copy relies beyond the last good one, whoever wrote them.</summary>
    private static async Task<(IReadOnlyCollection<PackId> Packs, RepositoryException? Unreadable)> ReliedOnAsync(
        Repository repository, SnapshotId made, string? good, CancellationToken cancellation)
    {
        var snapshots = await repository.SnapshotsAsync(static _ => { }, cancellation);
        var known = snapshots.FirstOrDefault(s => s.Id.ToString() == good);
        return await new PackSurvey(await repository.LookAsync(cancellation)).BeyondAsync(snapshots.First(s => s.Id == made).Tree, known?.Tree, cancellation);
    }

    /// <summary>What reading back says about a copy; damage takes away even that its structure was complete.</summary>
    internal static Copy Judge(Copy copy, VerifyReport read, DateTimeOffset now) => read.IsGood
        ? copy with { Level = 2, VerifiedAt = now }
        : copy with
        {
            Level = 0,
            VerifiedAt = null,
            DamagedPacks = [.. read.Damaged.Select(d => d.Pack.ToString())],
            Why = $"{read.NotProved.Count} of {read.PacksRead} packs that it added cannot be read back, first {read.NotProved[0].Pack}: {read.NotProved[0].Why}"
                + " (HINT: check the repository's disk, then capture again)",
        };
}
