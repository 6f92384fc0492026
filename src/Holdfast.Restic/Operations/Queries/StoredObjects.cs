using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>What a repository is made of, as it is stored: for troubleshooting.</summary>
public sealed class StoredObjects
{
    private readonly OpenRepository _repository;

    internal StoredObjects(OpenRepository repository) => _repository = repository;

    /// <summary>The names of all files of a kind.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(FileKind kind, CancellationToken ct) =>
        [.. (await _repository.Backend.ListAsync(kind, ct)).Select(f => f.File.Name).Where(n => FileName.IsId(n))];

    /// <summary>The one file of a kind whose name begins so.</summary>
    /// <exception cref="RepositoryException">Request: there is none, or more than one.</exception>
    public async Task<string> FindAsync(FileKind kind, string prefix, CancellationToken ct)
    {
        if (FileName.IsId(prefix))
        {
            return prefix;
        }

        var names = (await NamesAsync(kind, ct)).Where(n => prefix.Length > 0 && n.StartsWith(prefix, StringComparison.Ordinal)).Take(2).ToList();
        var word = kind.ToString().ToLowerInvariant();
        return names.Count switch
        {
            1 => names[0],
            0 => throw new RepositoryException(RepositoryFault.Request, $"no matching ID found for prefix \"{prefix}\"", $"\"holdfast repo list\" shows what there is"),
            _ => throw new RepositoryException(RepositoryFault.Request, $"more than one {word} has a name that begins with \"{prefix}\"", "give more of it"),
        };
    }

    /// <summary>All blobs that the index knows, in no order.</summary>
    public async Task<IReadOnlyCollection<BlobHandle>> BlobsAsync(CancellationToken ct) =>
        [.. (await IndexAsync(ct)).Packs.Values.SelectMany(p => p.Blobs).Select(b => b.Handle)];

    /// <summary>The blobs of each pack whose name begins in one of these ways.</summary>
    /// <exception cref="RepositoryException">Request: there is no pack for one of them.</exception>
    public async Task<IReadOnlyList<BlobHandle>> BlobsOfAsync(IReadOnlyList<string> packs, CancellationToken ct)
    {
        var index = await IndexAsync(ct);
        List<BlobHandle> blobs = [];
        foreach (var prefix in packs)
        {
            var found = index.Packs.Values.Where(p => p.Id.ToString().StartsWith(prefix, StringComparison.Ordinal)).ToList();
            blobs.AddRange(found.Count > 0
                ? found.SelectMany(p => p.Blobs.Select(b => b.Handle))
                : throw new RepositoryException(RepositoryFault.Request, $"unable to find pack(s): [{prefix}]", "\"holdfast repo list packs\" shows what there is"));
        }

        return blobs;
    }

    /// <summary>Where each copy of a blob stands: the pack, the first byte, bytes sealed, bytes before compression (0: not compressed).</summary>
    public async Task<IReadOnlyList<(string Pack, long Offset, long Length, long Uncompressed)>> PlacesAsync(BlobHandle blob, CancellationToken ct) =>
        [.. (await IndexAsync(ct)).FindAll(blob).Select(p =>
            (p.Pack.ToString(), (long)p.Blob.Offset, (long)p.Blob.Length, (long)p.Blob.UncompressedLength))];

    /// <summary>An object's content: of the config, an index, a snapshot, a lock and a key its JSON, of a pack its bytes as stored.</summary>
    /// <exception cref="RepositoryException">NotFound is told as Request; Damaged: it is not what its name says.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(FileKind kind, string name, CancellationToken ct)
    {
        var file = kind == FileKind.Config ? FileName.Config : new FileName(kind, name);
        try
        {
            return kind switch
            {
                FileKind.Config => _repository.Config.Plain(),
                FileKind.Key or FileKind.Pack => await _repository.Backend.LoadVerifiedAsync(file, ct),
                _ => await UnpackedFile.LoadAsync(_repository.Backend, _repository.Key, file, ct),
            };
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound)
        {
            throw new RepositoryException(RepositoryFault.Request, $"there is no {file}", "\"holdfast repo list\" shows what there is", e);
        }
    }

    /// <summary>The key that opens everything in the repository, for whoever must work on it with other programs. It is a secret.</summary>
    public ReadOnlyMemory<byte> MasterKey() => KeyFile.MasterJson(_repository.Key);

    private Task<RepositoryIndex> IndexAsync(CancellationToken ct) => RepositoryIndex.LoadToReadAsync(_repository.Backend, _repository.Key, ct);
}
