using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>
/// Copies snapshots from another repository, one after the other: packs, the index of them, the snapshot. Cut off anywhere, what was
/// copied before is whole, and the next run goes on from there. Every blob is authenticated by its name before it is sealed anew.
/// </summary>
internal sealed class Copy
{
    private const int PacksAtOnce = 2;

    private readonly OpenRepository _source, _destination;
    private readonly CopyRequest _request;
    private readonly IProgress<CopyProgress>? _progress;
    private readonly List<RepositoryException> _failures = [];
    private readonly List<CopiedSnapshot> _copied = [], _skipped = [];

    // Trees of which everything is in the destination. Snapshots share most of theirs.
    private readonly HashSet<BlobId> _whole = [];
    private long _blobs, _bytes;

    private Copy(OpenRepository source, OpenRepository destination, CopyRequest request, IProgress<CopyProgress>? progress) =>
        (_source, _destination, _request, _progress) = (source, destination, request, progress);

    internal static Task<CopyReport> RunAsync(
        OpenRepository source, OpenRepository destination, CopyRequest request, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        destination.RequireWritable();
        var copy = new Copy(source, destination, request, progress);
        Task<CopyReport> IntoAsync(CancellationToken token) =>
            RepositoryLock.HoldAsync(destination, exclusive: false, request.LockPatience, copy.RunAsync, token);
        return request.NoSourceLock
            ? IntoAsync(ct)
            : RepositoryLock.HoldAsync(source, exclusive: false, request.LockPatience, IntoAsync, ct);
    }

    private async Task<CopyReport> RunAsync(CancellationToken ct)
    {
        var begun = _destination.Clock.GetTimestamp();

        // 1. What there is on both sides: snapshots before the index.
        var before = new CopiedBefore(await _destination.Backend.LoadSnapshotsAsync(_destination.Key, _failures.Add, ct));
        var snapshots = await _source.Backend.LoadSnapshotsAsync(_source.Key, _failures.Add, ct);
        var chosen = _request.Snapshots.ChooseFrom(snapshots, _failures.Add);
        var wanted = chosen.Where(s => !IsCopied(s, before)).ToList();
        if (wanted.Count == 0)
        {
            return Report(begun, 0);
        }

        var index = await RepositoryIndex.LoadToReadAsync(_source.Backend, _source.Key, ct);
        var known = await RepositoryIndex.LoadToWriteAsync(_destination.Backend, _destination.Key, ct);

        // 2. One after the other, oldest first. What one cannot have does not keep the others from being copied.
        await using var writer = new BlobWriter(_destination.Backend, _destination.Key, known, ct, _destination.Writing);
        foreach (var snapshot in wanted)
        {
            try
            {
                await CopyAsync(snapshot, index, writer, ct);
            }
            catch (RepositoryException e) when ((e.IsUnreadable || e.Fault == RepositoryFault.NotFound) && !writer.Failed.IsCancellationRequested)
            {
                _failures.Add(new(
                    e.Fault, $"snapshot {snapshot.Id.ShortForm} of {snapshot.Time:u} was not copied: {e.Message}",
                    e.Hint ?? "run \"holdfast repo check --read-data\" on the source", e));
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // A pack could not be stored. Flushing tells why.
                await writer.FlushAsync();
                throw;
            }
        }

        await writer.FlushAsync();
        return Report(begun, writer.StoredBytes);
    }

    private CopyReport Report(long begun, long stored) => new(
        _copied, _skipped, _failures, _blobs, _bytes, stored,
        _source.Config.Polynomial == _destination.Config.Polynomial, _destination.Clock.GetElapsedTime(begun));

    private bool IsCopied(Snapshot snapshot, CopiedBefore before)
    {
        if (before.Find(snapshot) is not { } copy)
        {
            return false;
        }

        _skipped.Add(new(snapshot, copy.Id));
        return true;
    }

    private async Task CopyAsync(Snapshot snapshot, RepositoryIndex index, BlobWriter writer, CancellationToken ct)
    {
        var blobs = new BlobReader(_source.Backend, _source.Key, index) { LooksIntoPacks = true };
        var (packs, trees) = await FindMissingAsync(snapshot, index, blobs, writer, ct);
        var done = 0;
        _progress?.Report(new(snapshot, null, 0, packs.Count, _bytes));
        await Parallel.ForEachAsync(packs, new ParallelOptions { MaxDegreeOfParallelism = PacksAtOnce, CancellationToken = ct }, async (pack, token) =>
        {
            foreach (var (offset, length, inRange) in BlobRanges.Of(pack.Value))
            {
                await CopyRangeAsync(pack.Key, offset, length, inRange, blobs, writer, token);
            }

            _progress?.Report(new(snapshot, null, Interlocked.Increment(ref done), packs.Count, Interlocked.Read(ref _bytes)));
        });
        await writer.FlushAsync();

        var json = await UnpackedFile.LoadAsync(_source.Backend, _source.Key, new(FileKind.Snapshot, snapshot.Id.ToString()), ct);

        // The parent is a snapshot of the other repository. The origin stays the same through any number of copies.
        var edit = new SnapshotEdit(Original: snapshot.Original ?? snapshot.Id, WithoutParent: true);
        ct.ThrowIfCancellationRequested();
        var file = await UnpackedFile.SaveAsync(_destination.Backend, _destination.Key, FileKind.Snapshot, edit.Apply(json, snapshot.Id), ct);
        _whole.UnionWith(trees);
        _copied.Add(new(snapshot, SnapshotId.Parse(file.Name)));
        _progress?.Report(new(snapshot, _copied[^1], packs.Count, packs.Count, _bytes));
    }

    // That the destination has a tree says nothing of what the tree refers to, so each is gone through, once.
    private async Task<(Dictionary<PackId, List<PackedBlob>> Packs, IReadOnlyCollection<BlobId> Trees)> FindMissingAsync(
        Snapshot snapshot, RepositoryIndex index, BlobReader blobs, BlobWriter writer, CancellationToken ct)
    {
        var missing = new BlobSet();
        ConcurrentQueue<BlobId> trees = [];
        await new TreeWalk(new(blobs)).RunAsync(
            [snapshot],
            (tree, nodes, _) =>
            {
                trees.Enqueue(tree);
                var needed = nodes.SelectMany(n => n.Content ?? []).Select(c => new BlobHandle(BlobType.Data, c)).Prepend(new(BlobType.Tree, tree));
                foreach (var blob in needed.Where(b => !writer.Contains(b)))
                {
                    missing.Add(blob);
                }

                return ValueTask.CompletedTask;
            },
            tree => !_whole.Contains(tree),
            progress: null,
            ct);

        Dictionary<PackId, List<PackedBlob>> packs = [];
        foreach (var blob in missing)
        {
            if (!index.TryFind(blob, out var location))
            {
                throw RepositoryException.Damaged($"{blob} is in no index of {_source.Backend.Location}");
            }

            (packs.TryGetValue(location.Pack, out var ofPack) ? ofPack : packs[location.Pack] = []).Add(location.Blob);
        }

        return (packs, trees);
    }

    private async Task CopyRangeAsync(
        PackId pack, uint offset, int length, List<PackedBlob> inRange, BlobReader blobs, BlobWriter writer, CancellationToken ct)
    {
        var range = await TryLoadAsync(pack, offset, length, ct);
        foreach (var blob in inRange)
        {
            var plaintext = range is null ? null : TryDecode(pack, blob, range.AsSpan((int)(blob.Offset - offset), (int)blob.Length));

            // Once more by itself, and from wherever else it stands; that error is the one to tell.
            plaintext ??= await blobs.ReadAsync(blob.Handle, ct);
            await writer.SaveAsync(blob.Handle.Type, plaintext);
            Interlocked.Increment(ref _blobs);
            Interlocked.Add(ref _bytes, plaintext.Length);
        }
    }

    private async Task<byte[]?> TryLoadAsync(PackId pack, uint offset, int length, CancellationToken ct)
    {
        try
        {
            var range = GC.AllocateUninitializedArray<byte>(length);
            await _source.Backend.LoadAsync(PackReading.FileOf(pack), offset, range, ct);
            return range;
        }
        catch (RepositoryException e) when (e.IsUnreadable || e.Fault == RepositoryFault.NotFound)
        {
            // A pack that is cut off or gone: some of its blobs may be had one by one, or elsewhere.
            return null;
        }
    }

    private byte[]? TryDecode(PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored)
    {
        try
        {
            return BlobCodec.Decode(_source.Key, pack, blob, stored);
        }
        catch (RepositoryException e) when (e.IsUnreadable)
        {
            // Tried again by the caller, who tells what remains.
            return null;
        }
    }
}
