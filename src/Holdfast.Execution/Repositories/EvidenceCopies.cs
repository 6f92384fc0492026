using Holdfast.Execution.Repositories.Kept;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>What a repository holds under the name of an evidence file, in every snapshot that anyone kept: one honest copy is enough to tell.</summary>
public static class EvidenceCopies
{
    /// <summary>Of each end: one who floods the repository hides neither what was there first nor what came last.</summary>
    private const int MostSnapshots = 500;

    /// <param name="name">Such as <c>20260301T021300Z-failover.jsonl</c>.</param>
    /// <returns>Each version once, the oldest first.</returns>
    public static async Task<IReadOnlyList<EvidenceCopy>> FindAsync(Repository repository, string name, CancellationToken cancellationToken)
    {
        var snapshots = (await repository.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Tags.Contains(Tags.Evidence)).DistinctBy(s => s.Tree).ToArray();
        if (snapshots.Length == 0)
        {
            return [];
        }

        var files = new KeptFiles(await repository.LookAsync(cancellationToken));
        var found = new List<EvidenceCopy>();
        foreach (var snapshot in snapshots.Take(MostSnapshots).Concat(snapshots.Skip(MostSnapshots).TakeLast(MostSnapshots)))
        {
            if (await ReadAsync(files, snapshot, name, cancellationToken) is { } bytes && !found.Any(f => f.Bytes.AsSpan().SequenceEqual(bytes)))
            {
                found.Add(new(snapshot.Id.ToString(), snapshot.Time, bytes));
            }
        }

        return found;
    }

    private static async Task<byte[]?> ReadAsync(KeptFiles files, Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await files.NamesInAsync(snapshot.Tree, cancellationToken)).TryGetValue("evidence", out var folder) && folder.Subtree is { } tree
                && (await files.NamesInAsync(tree, cancellationToken)).TryGetValue(name, out var node)
                    ? await files.ReadAsync(node, KeptFiles.MostBytes, cancellationToken)
                    : null;
        }
        catch (Exception e) when (e is RecordRefusedException or RepositoryException { IsOfOneFile: true })
        {
            return null; // It says nothing, for or against.
        }
    }
}

/// <param name="KeptAt">By the clock of whoever kept it.</param>
public sealed record EvidenceCopy(string Snapshot, DateTimeOffset KeptAt, byte[] Bytes);
