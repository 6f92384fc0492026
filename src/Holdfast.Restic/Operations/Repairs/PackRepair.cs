using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>Saves what is good in damaged packs. The packs' files are copied out of the repository before they are removed from it.</summary>
internal sealed class PackRepair
{
    private readonly OpenRepository _repository;
    private readonly PackRepairRequest _request;
    private readonly RepositoryLock _held;
    private readonly IProgress<RepairProgress>? _progress;
    private readonly List<PackId> _intact = [], _damaged = [];
    private readonly List<string> _copies = [];
    private readonly HashSet<BlobHandle> _saved = [], _elsewhere = [], _lost = [];

    private PackRepair(OpenRepository repository, PackRepairRequest request, RepositoryLock held, IProgress<RepairProgress>? progress) =>
        (_repository, _request, _held, _progress) = (repository, request, held, progress);

    internal static Task<PackRepairReport> RunAsync(
        OpenRepository repository, PackRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct)
    {
        repository.RequireWritable();
        return RepositoryLock.HoldAsync(
            repository, exclusive: true, request.LockPatience,
            held => new PackRepair(repository, request, held, progress).RunAsync(held.Lost), ct);
    }

    private async Task<PackRepairReport> RunAsync(CancellationToken ct)
    {
        var files = await IndexFiles.LoadAsync(_repository, ct);
        if (files.Damaged.Count > 0)
        {
            throw RepositoryException.Damaged(
                $"{files.Damaged.Values.First()}; what damaged packs hold cannot be told while the index is damaged",
                "run \"holdfast repo repair index\" first");
        }

        var listed = files.Readable.Values.SelectMany(packs => packs).ToLookup(p => p.Id);
        var index = await RepositoryIndex.LoadAsync(
            _repository.Backend, _repository.Key, p => !_request.Packs.Contains(p.Id), static e => throw e, ct);
        var others = new BlobReader(_repository.Backend, _repository.Key, index);

        // 1. and 2. Each pack's file is copied, then what is good in it stored anew: packs, and the index of them.
        await using (var writer = new BlobWriter(_repository.Backend, _repository.Key, new RepositoryIndex(), ct, _repository.Writing))
        {
            foreach (var pack in _request.Packs.Distinct())
            {
                await SaveAsync(pack, listed[pack], writer, others, ct);
                _progress?.Report(new(_intact.Count + _damaged.Count, _request.Packs.Count));
            }

            await writer.FlushAsync();
        }

        // 3. The index forgets the packs.
        var obsolete = files.Readable.Where(f => f.Value.Any(p => _damaged.Contains(p.Id))).ToList();
        var remaining = obsolete.SelectMany(f => f.Value).Where(p => !_damaged.Contains(p.Id));
        await IndexReplacement.RunAsync(
            _repository.Backend, _repository.Key, remaining, [.. obsolete.Select(f => f.Key)], _repository.Config.Version, _held.RemoveAsync, ct);

        // 4. No one refers to them now.
        foreach (var pack in _damaged)
        {
            await _held.RemoveAsync(PackReading.FileOf(pack), ct);
        }

        _lost.ExceptWith(_saved);
        return new(_intact, _damaged, _copies, _saved.Count, _elsewhere.Count, [.. _lost.OrderBy(b => b.ToString(), StringComparer.Ordinal)]);
    }

    private async Task SaveAsync(PackId id, IEnumerable<IndexedPack> listed, BlobWriter writer, BlobReader others, CancellationToken ct)
    {
        var content = await LoadAsync(id, ct);
        var header = Header(id, content);
        if (header is not null && PackId.Of(content) == id && header.All(b => TryDecode(id, b, content) is not null))
        {
            _intact.Add(id);
            return;
        }

        // What was damaged on its way here is good the second time, and the store's copy must not go for that.
        var again = await LoadAsync(id, ct);
        if (!content.AsSpan().SequenceEqual(again))
        {
            throw new RepositoryException(
                RepositoryFault.Storage, $"pack {id} in {_repository.Backend.Location} reads otherwise each time, so nothing was removed",
                "look to the disk, the network and the memory: the pack itself may be good", isTransient: true);
        }

        KeepCopy(id, content);
        _damaged.Add(id);

        // The header may be gone, or the index wrong: what either knows is tried.
        foreach (var blob in listed.SelectMany(p => p.Blobs).Concat(header ?? []).Distinct())
        {
            var plaintext = TryDecode(id, blob, content);
            if (await HasCopyAsync(blob.Handle, others, ct))
            {
                _elsewhere.Add(blob.Handle);
            }
            else if (plaintext is null)
            {
                _lost.Add(blob.Handle);
            }
            else
            {
                await writer.SaveAsync(blob.Handle.Type, plaintext);
                _saved.Add(blob.Handle);
            }
        }
    }

    private async Task<byte[]> LoadAsync(PackId id, CancellationToken ct)
    {
        var size = await _repository.Backend.SizeAsync(PackReading.FileOf(id), ct) ?? throw new RepositoryException(
            RepositoryFault.Request, $"there is no pack {id} in {_repository.Backend.Location}; nothing was removed",
            "when the index lists it all the same, run \"holdfast repo repair index\"");
        return await _repository.Backend.LoadWholeAsync(PackReading.FileOf(id), size, ct);
    }

    private List<PackedBlob>? Header(PackId id, byte[] content)
    {
        try
        {
            return Pack.HeaderOf(_repository.Key, id, content);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            // Expected here: then the index has to know.
            return null;
        }
    }

    private byte[]? TryDecode(PackId pack, PackedBlob blob, byte[] content)
    {
        try
        {
            return blob.End <= content.Length
                ? BlobCodec.Decode(_repository.Key, pack, blob, content.AsSpan((int)blob.Offset, (int)blob.Length))
                : null;
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            // Expected here, and told by the report.
            return null;
        }
    }

    // A copy counts when it can be read: another pack may be damaged too.
    private static async Task<bool> HasCopyAsync(BlobHandle blob, BlobReader others, CancellationToken ct)
    {
        try
        {
            return others.LengthOf(blob) is not null && await others.ReadAsync(blob, ct) is not null;
        }
        catch (RepositoryException e) when (!e.IsTransient)
        {
            return false;
        }
    }

    private void KeepCopy(PackId id, byte[] content)
    {
        var path = Path.Combine(RawFile.FullPath(_request.CopyFolder), $"pack-{id}");
        try
        {
            using var folder = Posix.OpenPath(RawText.ToBytes(RawFile.FullPath(_request.CopyFolder)), Libc.ReadOnly | Libc.DirectoryOnly);
            if (!Durable.TryWriteNew(folder, Encoding.UTF8.GetBytes(Path.GetFileName(path)), content, 0x180)
                && !RawFile.ReadAll(path).AsSpan().SequenceEqual(content))
            {
                throw new RepositoryException(
                    RepositoryFault.AlreadyExists, $"{path} exists and is another copy of that pack; nothing was removed",
                    "move it away, or start from another folder");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(
                RepositoryFault.Request, $"cannot keep a copy of pack {id} as {path}: {e.Message}; nothing was removed",
                "start from a folder that can be written and has room for it", e);
        }

        _copies.Add(path);
    }
}
