using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Figures over snapshots.</summary>
public sealed record Statistics
{
    public long Snapshots { get; private set; }

    /// <summary>Bytes; in the mode raw data those in packs.</summary>
    public long TotalSize { get; private set; }

    public long Files { get; private set; }

    public long Blobs { get; private set; }

    /// <summary>Bytes before compression; raw data only.</summary>
    public long UncompressedSize { get; private set; }

    /// <summary>Bytes that compressed blobs would take up uncompressed, and bytes that they do; raw data only.</summary>
    public (long Before, long After) Compressed { get; private set; }

    /// <summary>So many times larger were the compressed blobs before; 0: there are none.</summary>
    public double CompressionRatio => Compressed.After > 0 ? (double)Compressed.Before / Compressed.After : 0;

    /// <summary>Percent of the bytes that are compressed.</summary>
    public double CompressionProgress => UncompressedSize > 0 ? 100.0 * Compressed.Before / UncompressedSize : 0;

    /// <summary>Percent of the bytes that compression saves.</summary>
    public double SpaceSaving => UncompressedSize > 0 ? (1 - ((double)TotalSize / UncompressedSize)) * 100 : 0;

    /// <exception cref="RepositoryException">A tree is missing or damaged, or no index knows a blob.</exception>
    public static async Task<Statistics> OfAsync(
        SnapshotContent content, IEnumerable<Snapshot> snapshots, StatisticsMode mode, CancellationToken ct)
    {
        var statistics = new Statistics();
        var counter = new Counter(content, statistics);
        foreach (var snapshot in snapshots)
        {
            statistics.Snapshots++;
            await counter.CountAsync(snapshot, mode, ct);
        }

        return statistics;
    }

    private sealed class Counter(SnapshotContent content, Statistics statistics)
    {
        private readonly HashSet<Digest> _contents = [];
        private readonly Dictionary<string, HashSet<BlobId>> _blobsOfPaths = [];
        private readonly BlobSet _blobs = new();

        internal async Task CountAsync(Snapshot snapshot, StatisticsMode mode, CancellationToken ct)
        {
            if (mode == StatisticsMode.RawData)
            {
                Blob(new(BlobType.Tree, snapshot.Tree));
            }

            HashSet<(ulong, ulong)> linked = [];

            // Trees that were gone through for another snapshot hold nothing new, where blobs are counted once.
            Func<ListedNode, bool> enter = mode == StatisticsMode.RawData ? n => Blob(new(BlobType.Tree, n.Node.Subtree!.Value)) : _ => true;
            await foreach (var node in content.WalkAsync(snapshot.Tree, default, enter, ct))
            {
                switch (mode)
                {
                    case StatisticsMode.RestoreSize:
                        Restored(node.Node, linked);
                        break;
                    case StatisticsMode.RawData:
                        _ = (node.Node.Content ?? []).Count(b => Blob(new(BlobType.Data, b)));
                        break;
                    default:
                        Content(node, mode);
                        break;
                }
            }
        }

        private void Restored(TreeNode node, HashSet<(ulong, ulong)> linked)
        {
            statistics.Files++;
            if (node.Links <= 1 || node.Type == NodeType.Folder || node.Inode == 0 || linked.Add((node.Inode, node.DeviceId)))
            {
                statistics.TotalSize += (long)node.Size;
            }
        }

        private void Content(ListedNode node, StatisticsMode mode)
        {
            var blobs = node.Node.Content ?? [];
            var ids = new byte[blobs.Count * Digest.Size];
            for (var i = 0; i < blobs.Count; i++)
            {
                blobs[i].Value.Write(ids.AsSpan(i * Digest.Size));
            }

            if (!_contents.Add(Digest.Of(ids)))
            {
                return;
            }

            if (mode == StatisticsMode.FilesByContents)
            {
                statistics.Files++;
                statistics.TotalSize += (long)node.Node.Size;
                return;
            }

            foreach (var blob in blobs)
            {
                if (!_blobsOfPaths.TryGetValue(node.Path, out var known))
                {
                    _blobsOfPaths.Add(node.Path, known = []);
                    statistics.Files++;
                }

                if (known.Add(blob))
                {
                    statistics.Blobs++;
                    statistics.TotalSize += Find(new(BlobType.Data, blob)).PlaintextLength;
                }
            }
        }

        private bool Blob(BlobHandle blob)
        {
            if (!_blobs.Add(blob))
            {
                return false;
            }

            var found = Find(blob);
            statistics.Blobs++;
            statistics.TotalSize += found.Length;
            statistics.UncompressedSize += found.PlaintextLength;
            if (found.IsCompressed)
            {
                var (before, after) = statistics.Compressed;
                statistics.Compressed = (before + found.PlaintextLength, after + found.Length);
            }

            return true;
        }

        private Packs.PackedBlob Find(BlobHandle blob) => content.Index.TryFind(blob, out var location)
            ? location.Blob
            : throw RepositoryException.Damaged($"{blob} is in no index of the repository", "run \"holdfast repo check\" to see what else is missing");
    }
}
