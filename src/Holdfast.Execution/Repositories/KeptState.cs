using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Journals, protection records, hashes of codes and evidence in a repository. Several machines may keep theirs in one repository: each store
/// has a name of its own, and what is fetched is the newest of each.
/// </summary>
public static class KeptState
{
    private const int MostLookedThrough = 100;

    /// <summary>
    /// Keeps what this repository does not hold yet. How far it holds them is written down after it has them, so a crash costs at most that
    /// they are kept twice; and it is believed only while the snapshot that it speaks of is there, with all its packs.
    /// </summary>
    /// <exception cref="RepositoryException">Not everything could be kept.</exception>
    public static async Task KeepAsync(Repository repository, IRunStore state, CancellationToken cancellationToken)
    {
        foreach (var (tag, content) in new[] { (Tags.Journal, KeptContent.JournalsOf(state)), (Tags.Evidence, KeptContent.EvidenceOf(state)) })
        {
            await KeepAsync(repository, state, tag, content, cancellationToken);
        }
    }

    /// <summary>Why what this repository was given of it last is not there any more; null: it is, as far as is known without reading it.</summary>
    internal static async Task<string?> LostInAsync(Repository repository, IRunStore state, CancellationToken cancellationToken)
    {
        foreach (var tag in new[] { Tags.Journal, Tags.Evidence })
        {
            if (CursorOf(repository, state, tag).Read() is not { } at)
            {
                continue;
            }

            if (at.Told.Length == 0)
            {
                return "they were damaged when they were read";
            }

            Snapshot[] told = [.. (await repository.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Id.ToString() == at.Told)];
            var lost = await repository.LostAsync(told, ImmutableHashSet<string>.Empty, cancellationToken);
            if (told.Length == 0 || lost.Count > 0)
            {
                return told.Length == 0 ? $"snapshot {at.Told[..Math.Min(8, at.Told.Length)]} is not there any more" : lost.Values.First();
            }
        }

        return null;
    }

    /// <summary>The snapshots that hold all that this store has to say, as far as the repository was told.</summary>
    internal static IReadOnlySet<string> ToldTo(Repository repository, IRunStore state) =>
        new[] { Tags.Journal, Tags.Evidence }.Select(tag => CursorOf(repository, state, tag).Read()?.Told).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What this repository has of it was found damaged: it gets all of it again.</summary>
    internal static void Forget(Repository repository, IRunStore state)
    {
        foreach (var tag in new[] { Tags.Journal, Tags.Evidence })
        {
            CursorOf(repository, state, tag).MoveTo(CursorPosition.Nowhere);
        }
    }

    /// <summary>
    /// Adds what the repository knows and this store does not. Nothing that is here is lost by it, and nothing that is there is believed:
    /// each record is read as bytes, validated and written anew.
    /// </summary>
    /// <param name="tell">Hears of each record that was left out.</param>
    public static Task FetchAsync(Repository repository, IRunStore state, Action<string> tell, CancellationToken cancellationToken) =>
        FetchAsync(repository, state, null, tell, cancellationToken);

    /// <param name="believed">Whose protection records are taken; null: nothing is signed, and all are.</param>
    public static async Task FetchAsync(Repository repository, IRunStore state, Believed? believed, Action<string> tell, CancellationToken cancellationToken)
    {
        var memory = new EpochMemory(state);
        var words = memory.Ignored;
        var snapshots = await repository.ReadableSnapshotsAsync(cancellationToken);
        believed = believed?.After(EpochRecord.In(snapshots, memory.Entries, words, EpochTrust.Of(state)).Moves.Select(m => KeyValuePair.Create(m.Key, (m.Value.Host, m.Value.At))));
        var all = snapshots.Where(s => s.Tags.Contains(Tags.Journal) || s.Tags.Contains(Tags.Evidence))
            .ToLookup(s => words.Any(w => w.Means(s.Id.ToString())));
        var kept = all[false]
            .GroupBy(s => (Tags.StateOf(s.Tags), s.Tags.Contains(Tags.Journal)))
            .ToArray();
        if (kept.Length == 0 && !all.Contains(true))
        {
            return;
        }

        var content = await repository.LookAsync(cancellationToken);
        await IgnoredContent.TakeBackAsync(content, [.. all[true]], kept.SelectMany(ofState => ofState.TakeLast(MostLookedThrough)), state, cancellationToken);
        foreach (var ofState in kept)
        {
            var newest = new KeptSnapshot(content, ofState.Last(), repository.Location, state, believed, tell);
            await newest.TakeAsync(cancellationToken);

            // One who only claims to be that machine hides nothing that it signed before.
            var isBelieved = !ofState.Key.Item2 || newest.IsBelieved;
            foreach (var older in isBelieved ? [] : ofState.SkipLast(1).Reverse().DistinctBy(s => s.Tree).Take(MostLookedThrough))
            {
                var before = new KeptSnapshot(content, older, repository.Location, state, believed, tell);
                await before.TakeSignedRecordsAsync(cancellationToken);
                if (before.IsBelieved)
                {
                    break;
                }
            }
        }
    }

    private static StoreCursor CursorOf(Repository repository, IRunStore state, string tag) => new(state, $"{repository.Id}-{tag.Split(':')[^1]}");

    private static async Task KeepAsync(Repository repository, IRunStore state, string tag, KeptContent content, CancellationToken cancellationToken)
    {
        var cursor = CursorOf(repository, state, tag);
        var at = cursor.Read();
        Snapshot[] told = [.. (await repository.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Id.ToString() == at?.Told)];
        var isThere = told.Length > 0 && (await repository.LostAsync(told, ImmutableHashSet<string>.Empty, cancellationToken)).Count == 0;
        if (content.Targets.IsEmpty || (content.Missed is null && isThere && at!.IsAt(content.UpTo)))
        {
            return;
        }

        var name = StoreName.Of(state);
        var report = await repository.BackupAsync(
            new BackupRequest(content.Targets, Records.HostName, [tag, Tags.State(name)], [], null, ["/" + name]) { Anew = !isThere, PastDamagedIndex = static _ => { } }, null, cancellationToken);
        var missed = content.Missed ?? (report.Partial ? $"{report.Missed[0].Path}: {report.Missed[0].Why}" : null);
        if (missed is not null)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"not everything in {state.PlaceOf("")} could be kept: {missed}");
        }

        cursor.MoveTo(new(report.Snapshot.ToString(), content.UpTo));
    }
}
