using System.Buffers;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Reads the blobs that files want, pack by pack: several packs at once, of each the wanted blobs in the order in which they stand, with
/// one request for those that stand near each other. Every blob is authenticated before it is handed out. What cannot be had that way is
/// looked for in other packs.
/// </summary>
internal sealed class PackFetch(BlobReader blobs, CancellationToken ct)
{
    // Reading over a gap of this size takes about as long as asking a distant store once more.
    private const long GapLimit = 1 << 20;

    // One request; with the blob that is being opened, what each of the readers holds in memory.
    private const long RangeLimit = 8 << 20;

    private readonly List<PackId> _order = [];
    private readonly Dictionary<PackId, List<Want>> _wants = [];

    internal bool IsEmpty => _order.Count == 0;

    /// <summary>How many packs are read at once: as many connections as restic opens to a distant store.</summary>
    internal static int Readers { get; } = Math.Clamp(Environment.ProcessorCount, 4, 8);

    /// <summary>A blob that a file wants at an offset.</summary>
    internal void Add(BlobLocation location, PendingFile file, long offset)
    {
        if (!_wants.TryGetValue(location.Pack, out var wants))
        {
            _wants.Add(location.Pack, wants = []);
            _order.Add(location.Pack);
        }

        wants.Add(new(location.Blob, file, offset));
    }

    /// <param name="use">Given each blob's content, which is good until it returns.</param>
    /// <param name="miss">Told of each want that cannot be met, and why.</param>
    internal async Task RunAsync(UseBlob use, Action<PendingFile, long, long, string> miss)
    {
        // In the order of first use: files that stand together were mostly stored together.
        await Parallel.ForEachAsync(
            _order,
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = ct },
            async (pack, _) => await ReadPackAsync(pack, use, miss));
        _order.Clear();
        _wants.Clear();
    }

    private async Task ReadPackAsync(PackId pack, UseBlob use, Action<PendingFile, long, long, string> miss)
    {
        _wants[pack].Sort(static (a, b) => a.Blob.Offset.CompareTo(b.Blob.Offset));
        var groups = _wants[pack].GroupBy(w => w.Blob).ToList();
        for (var first = 0; first < groups.Count;)
        {
            var last = first;
            while (last + 1 < groups.Count
                && groups[last + 1].Key.Offset - groups[last].Key.End <= GapLimit
                && groups[last + 1].Key.End - groups[first].Key.Offset <= RangeLimit)
            {
                last++;
            }

            await ReadRangeAsync(pack, groups[first..(last + 1)], use, miss);
            first = last + 1;
        }
    }

    private async Task ReadRangeAsync(
        PackId pack, List<IGrouping<PackedBlob, Want>> groups, UseBlob use, Action<PendingFile, long, long, string> miss)
    {
        var begin = groups[0].Key.Offset;
        var length = groups.Max(g => g.Key.End) - begin;
        var stored = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, Math.Max(RangeLimit, BlobCodec.StoredLimit)));
        try
        {
            var isLoaded = length <= stored.Length && await TryLoadAsync(pack, begin, stored.AsMemory(0, (int)length));
            foreach (var group in groups)
            {
                ct.ThrowIfCancellationRequested();
                var part = isLoaded ? stored.AsMemory((int)(group.Key.Offset - begin), (int)group.Key.Length) : default;
                await UseAsync(pack, group, part, use, miss);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private async Task<bool> TryLoadAsync(PackId pack, long offset, Memory<byte> buffer)
    {
        try
        {
            await blobs.LoadAsync(pack, offset, buffer, ct);
            return true;
        }
        catch (RepositoryException)
        {
            // Each blob is then asked for by itself, wherever else it may stand, and its failure told.
            return false;
        }
    }

    private async Task UseAsync(
        PackId pack, IGrouping<PackedBlob, Want> wants, ReadOnlyMemory<byte> stored, UseBlob use, Action<PendingFile, long, long, string> miss)
    {
        var blob = wants.Key;
        if (!stored.IsEmpty && blob.PlaintextLength <= BlobCodec.StoredLimit)
        {
            var plaintext = ArrayPool<byte>.Shared.Rent((int)Math.Min(blob.PlaintextLength, BlobCodec.StoredLimit));
            try
            {
                if (TryDecode(pack, blob, stored.Span, plaintext))
                {
                    Hand(wants, plaintext.AsMemory(0, (int)blob.PlaintextLength), use);
                    return;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(plaintext);
            }
        }

        try
        {
            Hand(wants, await blobs.ReadAsync(blob.Handle, ct), use);
        }
        catch (RepositoryException e)
        {
            foreach (var (_, file, offset) in wants)
            {
                miss(file, offset, blob.PlaintextLength, e.Message);
            }
        }
    }

    private bool TryDecode(PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored, Span<byte> plaintext)
    {
        try
        {
            BlobCodec.RequirePlausible(pack, blob);
            blobs.Decode(pack, blob, stored, plaintext[..(int)blob.PlaintextLength]);
            return true;
        }
        catch (RepositoryException)
        {
            // Another copy may be good; when none is, reading it by its name says what is wrong.
            return false;
        }
    }

    private static void Hand(IEnumerable<Want> wants, ReadOnlyMemory<byte> content, UseBlob use)
    {
        foreach (var (_, file, offset) in wants)
        {
            use(file, offset, content.Span);
        }
    }

    internal delegate void UseBlob(PendingFile file, long offset, ReadOnlySpan<byte> content);

    private readonly record struct Want(PackedBlob Blob, PendingFile File, long Offset);
}
