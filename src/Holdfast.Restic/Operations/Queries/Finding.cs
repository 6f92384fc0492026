using System.Runtime.CompilerServices;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Patterns;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Finds names in snapshots by pattern and time, and what uses a blob.</summary>
public static class Finding
{
    /// <summary>Everything in the snapshot that matches, a folder before what lies in it.</summary>
    /// <exception cref="RepositoryException">Request: a pattern is none.</exception>
    public static async IAsyncEnumerable<ListedNode> FindAsync(
        this SnapshotContent content, Snapshot snapshot, FindRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var patterns = new PathPatterns(request.Patterns, request.IgnoreCase, "find");
        var (oldest, newest) = (TimeOf(request.Oldest), TimeOf(request.Newest));
        await foreach (var node in content.WalkAsync(snapshot.Tree, default, n => patterns.Find(NamesOf(n)).MayMatchUnder, ct))
        {
            if (patterns.Matches(NamesOf(node)) && !IsBefore(node.Node.Modified, oldest) && !IsBefore(newest, node.Node.Modified))
            {
                yield return node;
            }
        }
    }

    /// <summary>Where in the snapshot blobs stand.</summary>
    /// <param name="isWanted">Which blobs.</param>
    public static async IAsyncEnumerable<FoundBlob> FindBlobsAsync(
        this SnapshotContent content, Snapshot snapshot, Func<BlobHandle, bool> isWanted, [EnumeratorCancellation] CancellationToken ct)
    {
        if (isWanted(new(BlobType.Tree, snapshot.Tree)))
        {
            yield return new(new(BlobType.Tree, snapshot.Tree), "/"u8.ToArray(), null, snapshot);
        }

        var trees = new Dictionary<ReadOnlyMemory<byte>, BlobId>(PathComparer.Instance) { [default] = snapshot.Tree };
        await foreach (var node in content.WalkAsync(snapshot.Tree, default, _ => true, ct))
        {
            if (node.Node.Subtree is { } subtree)
            {
                trees[node.RawPath] = subtree;
                if (isWanted(new(BlobType.Tree, subtree)))
                {
                    yield return new(new(BlobType.Tree, subtree), node.RawPath, null, snapshot);
                }
            }

            foreach (var blob in (node.Node.Content ?? []).Distinct().Where(b => isWanted(new(BlobType.Data, b))))
            {
                yield return new(new(BlobType.Data, blob), node.RawPath, trees[node.RawPath[..node.RawPath.Span.LastIndexOf((byte)'/')]], snapshot);
            }
        }
    }

    private static List<byte[]> NamesOf(ListedNode node)
    {
        List<byte[]> names = [];
        var rest = node.RawPath.Span[1..];
        for (var slash = rest.IndexOf((byte)'/'); slash >= 0; slash = rest.IndexOf((byte)'/'))
        {
            names.Add(rest[..slash].ToArray());
            rest = rest[(slash + 1)..];
        }

        names.Add(rest.ToArray());
        return names;
    }

    private static FileTime? TimeOf(DateTimeOffset? time) => time is { } known ? FileTime.Of(known) : null;

    private static bool IsBefore(FileTime? a, FileTime? b) =>
        a is { } x && b is { } y && (x.Seconds, x.Nanoseconds).CompareTo((y.Seconds, y.Nanoseconds)) < 0;

    private sealed class PathComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        internal static readonly PathComparer Instance = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> path)
        {
            var hash = new HashCode();
            hash.AddBytes(path.Span);
            return hash.ToHashCode();
        }
    }
}
