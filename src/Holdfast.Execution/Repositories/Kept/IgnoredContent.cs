using System.Text;
using Holdfast.Execution.Stores;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>
/// Takes back what a snapshot brought that an operator says to ignore: of its records and codes those lines that no other snapshot holds. What an honest
/// machine said stays, also where somebody copied it into theirs.
/// </summary>
internal static class IgnoredContent
{
    private static readonly string[] Files = [StoreNames.Protection, StoreNames.Codes];

    public static async Task TakeBackAsync(
        SnapshotContent content, IReadOnlyCollection<Snapshot> ignored, IEnumerable<Snapshot> others, IRunStore state, CancellationToken cancellationToken)
    {
        if (ignored.Count == 0)
        {
            return;
        }

        var files = new KeptFiles(content);
        var lines = await LinesAsync(files, ignored, cancellationToken);
        lines.ExceptWith(await LinesAsync(files, others, cancellationToken));
        state.Append(StoreNames.IgnoredLines, [.. lines.Except(state.Read(StoreNames.IgnoredLines).Lines)]);
    }

    private static async Task<HashSet<string>> LinesAsync(KeptFiles files, IEnumerable<Snapshot> snapshots, CancellationToken cancellationToken)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in snapshots.DistinctBy(s => s.Tree))
        {
            foreach (var name in Files)
            {
                lines.UnionWith(await LinesAsync(files, snapshot, name, cancellationToken));
            }
        }

        return lines;
    }

    private static async Task<IEnumerable<string>> LinesAsync(KeptFiles files, Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await files.NamesInAsync(snapshot.Tree, cancellationToken)).TryGetValue(name, out TreeNode? node)
                ? Encoding.UTF8.GetString(await files.ReadAsync(node, KeptFiles.MostBytes, cancellationToken)).Split('\n').Where(line => line.Length > 0)
                : [];
        }
        catch (Exception e) when (e is RecordRefusedException or RepositoryException { IsOfOneFile: true })
        {
            return []; // It brought nothing.
        }
    }
}
