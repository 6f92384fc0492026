using System.Buffers;
using System.Diagnostics;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>Copies the used blobs of packs that are about to go into new packs, and writes the index of those.</summary>
internal sealed class Repack
{
    private const int PacksAtOnce = 2;

    // Blobs so near to each other are read in one request; the request is not larger than this.
    private const uint NearEnough = 256 << 10, RequestLimit = 16 << 20;

    private readonly OpenRepository _repository;
    private readonly RepositoryIndex _index;
    private readonly IReadOnlySet<PackId> _going;
    private readonly BlobSet _used;
    private readonly BlobReader _reader;
    private readonly BlobWriter _writer;

    private Repack(OpenRepository repository, RepositoryIndex index, IReadOnlySet<PackId> going, BlobSet used, BlobWriter writer)
    {
        (_repository, _index, _going, _used, _writer) = (repository, index, going, used, writer);
        _reader = new(repository.Backend, repository.Key, index);
    }

    /// <param name="index">All that the repository knows.</param>
    /// <param name="going">All packs that will be deleted, those to be copied among them.</param>
    /// <exception cref="RepositoryException">Damaged: a used blob is good in no pack. Nothing was deleted.</exception>
    internal static async Task RunAsync(
        OpenRepository repository, RepositoryIndex index, IReadOnlyCollection<PackId> packs, IReadOnlySet<PackId> going, BlobSet used,
        IProgress<PruneProgress>? progress, CancellationToken ct)
    {
        // The writer is told of nothing that is stored: only blobs that stand nowhere else are given to it.
        await using var writer = repository.WriterBeside(RepositoryIndex.Empty, ct);
        var repack = new Repack(repository, index, going, used, writer);
        try
        {
            await repack.CopyAsync(packs, progress);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // A pack could not be stored. Flushing tells why.
            await writer.FlushAsync();
            throw;
        }

        await writer.FlushAsync();
        repack.RequireAll();
    }

    private async Task CopyAsync(IReadOnlyCollection<PackId> packs, IProgress<PruneProgress>? progress)
    {
        long done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = PacksAtOnce, CancellationToken = _writer.Failed };
        await Parallel.ForEachAsync(packs, options, async (pack, token) =>
        {
            foreach (var run in Runs(Wanted(pack)))
            {
                await CopyAsync(pack, run, token);
            }

            progress?.Report(new(PruneStage.Repacking, Interlocked.Increment(ref done), packs.Count));
        });
    }

    private IEnumerable<PackedBlob> Wanted(PackId pack) =>
        _index.Packs[pack].Blobs.Where(b => _used.Contains(b.Handle) && !StaysElsewhere(b.Handle) && !_writer.Contains(b.Handle));

    private bool StaysElsewhere(BlobHandle blob) =>
        _index.IsDuplicated(blob) && _index.FindAll(blob).Any(l => !_going.Contains(l.Pack));

    private static IEnumerable<List<PackedBlob>> Runs(IEnumerable<PackedBlob> blobs)
    {
        List<PackedBlob> run = [];
        foreach (var blob in blobs.OrderBy(b => b.Offset))
        {
            if (run.Count > 0 && (blob.Offset > run[^1].End + NearEnough || blob.End - run[0].Offset > RequestLimit))
            {
                yield return run;
                run = [];
            }

            run.Add(blob);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private async Task CopyAsync(PackId pack, List<PackedBlob> run, CancellationToken ct)
    {
        var start = run[0].Offset;
        var length = checked((int)(run.Max(b => b.End) - start));
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await _repository.Backend.LoadAsync(PackReading.FileOf(pack), start, buffer.AsMemory(0, length), ct);
            foreach (var blob in run)
            {
                var stored = buffer.AsMemory((int)(blob.Offset - start), (int)blob.Length);
                await _writer.SaveAsync(blob.Handle.Type, await VerifiedAsync(pack, blob, stored, ct));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<byte[]> VerifiedAsync(PackId pack, PackedBlob blob, ReadOnlyMemory<byte> stored, CancellationToken ct)
    {
        try
        {
            return BlobCodec.Decode(_repository.Key, pack, blob, stored.Span);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged && _index.IsDuplicated(blob.Handle))
        {
            // Another pack may have it whole; when none has, this throws too.
            return await _reader.ReadAsync(blob.Handle, ct);
        }
    }

    // Cannot fail. If it does, this is the last moment at which nothing is lost.
    private void RequireAll()
    {
        var blobs = _going.Where(_index.Packs.ContainsKey).SelectMany(p => _index.Packs[p].Blobs).Select(b => b.Handle);
        foreach (var blob in blobs.Where(b => _used.Contains(b) && !_writer.Contains(b) && !StaysElsewhere(b)))
        {
            throw new UnreachableException($"{blob} is used and would be deleted; nothing was deleted");
        }
    }
}
