using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
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
    private readonly ConcurrentDictionary<PackId, bool> _broken = [], _missing = [];
    private bool _indexIsWrong, _pruneHelps, _somethingIsLost;

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
        var index = await LoadIndexAsync(ct);

        // 2. Packs as the index has them.
        await CheckPacksAsync(index, ct);

        // 3. Trees and what they refer to.
        var trees = await CheckTreesAsync(snapshots, index, ct);

        // 4. All data, or some.
        var read = request.ReadData ? await ReadPacksAsync(index, request, trees, ct) : null;
        return new(
            snapshots.Count, trees, index.Packs.Count, read?.PacksRead ?? 0, read?.BytesRead ?? 0,
            [.. _errors], [.. _remarks], InOrder(_broken.Keys), _repository.Clock.GetElapsedTime(begun))
        {
            MissingPacks = InOrder(_missing.Keys),
            // What seems lost may stand in the packs that no index lists; whoever pruned then would remove it for good.
            SuggestRepairIndex = _indexIsWrong || (_pruneHelps && _somethingIsLost),
            SuggestPrune = _pruneHelps && !_somethingIsLost,
        };
    }

    private async Task<RepositoryIndex> LoadIndexAsync(CancellationToken ct)
    {
        var index = await RepositoryIndex.LoadAsync(_repository.Backend, _repository.Key, static _ => true, e => IndexIsUnreadable(e), ct);
        foreach (var contradiction in index.Contradictions)
        {
            IndexIsWrong(contradiction);
        }

        foreach (var pack in InOrder(index.ListedTwice))
        {
            _indexIsWrong = true;
            _remarks.Enqueue($"pack {pack} is listed twice, alike; \"repair index\" sorts that out");
        }

        return index;
    }

    private async Task CheckPacksAsync(RepositoryIndex index, CancellationToken ct)
    {
        var stored = (await _repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        foreach (var pack in index.Packs.Values)
        {
            if (!stored.Remove(pack.Id.ToString(), out var size))
            {
                _missing.TryAdd(pack.Id, true);
                _errors.Enqueue($"pack {pack.Id}: does not exist");
            }
            else if (size != pack.Size && !index.Contradictory.Contains(pack.Id))
            {
                Broken(pack.Id, $"pack {pack.Id}: unexpected file size: got {size}, expected {pack.Size}");
            }

            if (pack.Blobs.Select(b => b.Handle.Type).Distinct().Count() > 1)
            {
                _pruneHelps = true;
                _remarks.Enqueue($"pack {pack.Id} holds trees and data; prune sorts that out");
            }
        }

        foreach (var name in stored.Keys.Order(StringComparer.Ordinal))
        {
            _pruneHelps = true;
            _remarks.Enqueue($"pack {name} is in no index; an interrupted backup leaves such packs");
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
            _somethingIsLost |= e.Fault != RepositoryFault.Unsupported;
            _errors.Enqueue(e.Fault == RepositoryFault.Unsupported
                ? $"tree {tree} was not checked, nor what lies under it: {e.Message}"
                : $"tree {tree} cannot be read: {e.Message}");
            return [];
        }

        if (!Tree.IsSorted(nodes))
        {
            _errors.Enqueue($"tree {tree}: its names are not in order, or one stands twice");
        }

        foreach (var node in nodes)
        {
            foreach (var fault in Faults(node, index))
            {
                _errors.Enqueue($"tree {tree}: {fault}");
            }
        }

        return nodes.Select(n => n.Subtree).OfType<BlobId>();
    }

    private IEnumerable<string> Faults(TreeNode node, RepositoryIndex index)
    {
        if (node.RawName.Span is [] or [(byte)'.'] or [(byte)'.', (byte)'.'] || node.RawName.Span.ContainsAny((byte)'/', (byte)0))
        {
            return [$"\"{node.Name}\" is a name that no file may have"];
        }

        return node.Type switch
        {
            NodeType.Folder => node.Subtree is null ? [$"dir \"{node.Name}\" has no tree"] : [],
            NodeType.File => node.Content is null ? [$"file \"{node.Name}\" has no content"] : ContentFaults(node, node.Content, index),
            NodeType.Unknown or NodeType.Irregular => [$"\"{node.Name}\" has an invalid type"],
            _ => [],
        };
    }

    private IEnumerable<string> ContentFaults(TreeNode file, IReadOnlyList<BlobId> content, RepositoryIndex index)
    {
        var (size, isWhole) = (0L, true);
        foreach (var blob in content)
        {
            if (index.TryFind(new(BlobType.Data, blob), out var location))
            {
                size += location.Blob.PlaintextLength;
            }
            else
            {
                isWhole = false;
                _somethingIsLost = true;
                yield return $"file \"{file.Name}\" blob {blob} not found in index";
            }
        }

        if (isWhole && (ulong)size != file.Size)
        {
            yield return $"file \"{file.Name}\" is {file.Size} bytes long, but its content {size}";
        }
    }

    private async Task<VerifyReport> ReadPacksAsync(RepositoryIndex index, CheckRequest request, long trees, CancellationToken ct)
    {
        var there = index.Packs.Values.Where(p => !_broken.ContainsKey(p.Id) && !_missing.ContainsKey(p.Id)).ToList();
        var packs = request.Subset?.ChooseFrom(there.Select(p => (p.Id, p.Size)), new(request.Seed)) ?? [.. there.Select(p => p.Id)];
        long done = 0;
        _progress?.Report(new(trees, 0, packs.Count));
        var report = await ReadBack.RunAsync(
            _repository,
            packs,
            pack =>
            {
                if (!index.Contradictory.Contains(pack.Id) && !index.Packs[pack.Id].Blobs.SequenceEqual(pack.Blobs))
                {
                    IndexIsWrong($"pack {pack.Id} holds other blobs than the index says");
                }

                _progress?.Report(new(trees, Interlocked.Increment(ref done), packs.Count));
            },
            ct);
        foreach (var damage in report.Damaged)
        {
            Broken(damage.Pack, damage.Why);
        }

        foreach (var unread in report.TooLarge)
        {
            _errors.Enqueue($"{unread.Why}, so it was not read back and nothing is proved of it");
        }

        foreach (var doubt in report.GoodAtSecondReading)
        {
            _errors.Enqueue(
                $"pack {doubt.Pack} was good when it was read again, so it is whole, but this was wrong the first time "
                + $"(look to the disk, the network and the memory): {doubt.Why}");
        }

        return report;
    }

    // One that only is not understood is right for whoever wrote it, and is not to be repaired.
    private void IndexIsUnreadable(RepositoryException e)
    {
        _indexIsWrong |= e.Fault == RepositoryFault.Damaged;
        _errors.Enqueue(e.Message);
    }

    private void IndexIsWrong(string why)
    {
        _indexIsWrong = true;
        _errors.Enqueue(why);
    }

    private void Broken(PackId pack, string why)
    {
        _broken.TryAdd(pack, true);
        _errors.Enqueue(why);
    }

    private static IReadOnlyList<PackId> InOrder(IEnumerable<PackId> packs) => [.. packs.OrderBy(p => p.ToString(), StringComparer.Ordinal)];
}
