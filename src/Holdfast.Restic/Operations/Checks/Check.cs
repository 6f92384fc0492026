using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>
/// Whether everything that the snapshots need is there and, when asked, good. Finds as much as it can: one damaged file never
/// ends the search.
/// </summary>
internal sealed class Check
{
    private readonly OpenRepository _repository;
    private readonly IProgress<CheckProgress>? _progress;
    private readonly ConcurrentQueue<string> _errors = [], _remarks = [];
    private readonly ConcurrentDictionary<PackId, bool> _broken = [];

    private Check(OpenRepository repository, IProgress<CheckProgress>? progress) => (_repository, _progress) = (repository, progress);

    internal static Task<CheckReport> RunAsync(
        OpenRepository repository, CheckRequest request, IProgress<CheckProgress>? progress, CancellationToken ct)
    {
        var check = new Check(repository, progress);
        return request.NoLock
            ? check.RunAsync(request, ct)
            : RepositoryLock.HoldAsync(repository, exclusive: true, request.LockPatience, token => check.RunAsync(request, token), ct);
    }

    private async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken ct)
    {
        var begun = _repository.Clock.GetTimestamp();

        // 1. Snapshots before the index, so that whoever writes meanwhile cannot show us one whose packs we have not heard of.
        var snapshots = await _repository.Backend.LoadSnapshotsAsync(_repository.Key, e => _errors.Enqueue(e.Message), ct);
        var index = await RepositoryIndex.LoadAsync(_repository.Backend, _repository.Key, static _ => true, e => _errors.Enqueue(e.Message), ct);
        foreach (var contradiction in index.Contradictions)
        {
            _errors.Enqueue(contradiction);
        }

        // 2. Packs as the index has them.
        await CheckPacksAsync(index, ct);

        // 3. Trees and what they refer to.
        var trees = await CheckTreesAsync(snapshots, index, ct);

        // 4. All data.
        var read = request.ReadData ? await ReadAllAsync(index, trees, ct) : null;
        return new(
            snapshots.Count, trees, index.Packs.Count, read?.PacksRead ?? 0, read?.BytesRead ?? 0,
            [.. _errors], [.. _remarks], [.. _broken.Keys], _repository.Clock.GetElapsedTime(begun));
    }

    private async Task CheckPacksAsync(RepositoryIndex index, CancellationToken ct)
    {
        var stored = (await _repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        foreach (var pack in index.Packs.Values)
        {
            if (!stored.Remove(pack.Id.ToString(), out var size))
            {
                Broken(pack.Id, $"pack {pack.Id} is missing");
            }
            else if (size != pack.Size)
            {
                Broken(pack.Id, $"pack {pack.Id} is {size} bytes long; by the index it must be {pack.Size}");
            }

            if (pack.Blobs.Select(b => b.Handle.Type).Distinct().Count() > 1)
            {
                _remarks.Enqueue($"pack {pack.Id} holds trees and data; restic's prune sorts that out");
            }
        }

        foreach (var name in stored.Keys.Order(StringComparer.Ordinal))
        {
            _remarks.Enqueue($"pack {name} is in no index; an interrupted backup leaves such packs and restic's prune removes them");
        }
    }

    private async Task<long> CheckTreesAsync(IReadOnlyList<Snapshot> snapshots, RepositoryIndex index, CancellationToken ct)
    {
        var trees = new TreeReader(new(_repository.Backend, _repository.Key, index));
        var seen = new ConcurrentDictionary<BlobId, bool>();
        var level = snapshots.Select(s => s.Tree).Where(t => seen.TryAdd(t, true)).ToList();
        while (level.Count > 0)
        {
            // Level by level, so the depth of a hostile tree costs time but no stack.
            var next = new ConcurrentQueue<BlobId>();
            await Parallel.ForEachAsync(level, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (tree, token) =>
            {
                foreach (var subtree in await CheckTreeAsync(tree, trees, index, token))
                {
                    if (seen.TryAdd(subtree, true))
                    {
                        next.Enqueue(subtree);
                    }
                }
            });
            level = [.. next];
            _progress?.Report(new(seen.Count - level.Count, 0, 0));
        }

        return seen.Count;
    }

    private async Task<IEnumerable<BlobId>> CheckTreeAsync(BlobId tree, TreeReader trees, RepositoryIndex index, CancellationToken ct)
    {
        List<TreeNode> nodes;
        try
        {
            nodes = await trees.ReadAsync(tree, ct);
        }
        catch (RepositoryException e)
        {
            _errors.Enqueue($"tree {tree} cannot be read: {e.Message}");
            return [];
        }

        if (!Tree.IsSorted(nodes))
        {
            _errors.Enqueue($"tree {tree}: its names are not in order, or one stands twice");
        }

        foreach (var node in nodes)
        {
            if (Fault(node, index) is { } fault)
            {
                _errors.Enqueue($"tree {tree}: \"{node.Name}\" {fault}");
            }
        }

        return nodes.Select(n => n.Subtree).OfType<BlobId>();
    }

    private static string? Fault(TreeNode node, RepositoryIndex index)
    {
        if (node.RawName.Span is [] or [(byte)'.'] or [(byte)'.', (byte)'.'] || node.RawName.Span.ContainsAny((byte)'/', (byte)0))
        {
            return "is a name that no file may have";
        }

        if (node.Type == NodeType.Folder)
        {
            return node.Subtree is null ? "is a folder without a tree" : null;
        }

        if (node.Type != NodeType.File)
        {
            return null;
        }

        long size = 0;
        foreach (var blob in node.Content ?? [])
        {
            if (!index.TryFind(new(BlobType.Data, blob), out var location))
            {
                return $"needs the data blob {blob}, which is in no index";
            }

            size += location.Blob.PlaintextLength;
        }

        return node.Content is null ? "is a file without content"
            : (ulong)size != node.Size ? $"is {node.Size} bytes long, but its content {size}"
            : null;
    }

    private async Task<VerifyReport> ReadAllAsync(RepositoryIndex index, long trees, CancellationToken ct)
    {
        var packs = index.Packs.Keys.Where(p => !_broken.ContainsKey(p)).ToList();
        long done = 0;
        var report = await ReadBack.RunAsync(
            _repository,
            packs,
            pack =>
            {
                if (!index.Packs[pack.Id].Blobs.OrderBy(b => b.Offset).SequenceEqual(pack.Blobs))
                {
                    Broken(pack.Id, $"pack {pack.Id} holds other blobs than the index says");
                }

                _progress?.Report(new(trees, Interlocked.Increment(ref done), packs.Count));
            },
            ct);
        foreach (var damage in report.Damaged)
        {
            Broken(damage.Pack, damage.Why);
        }

        return report;
    }

    private void Broken(PackId pack, string why)
    {
        _broken.TryAdd(pack, true);
        _errors.Enqueue(why);
    }
}
