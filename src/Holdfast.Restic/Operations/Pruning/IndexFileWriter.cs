using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>Stores what packs hold in index files of the usual size; a pack that was added before is passed over.</summary>
internal sealed class IndexFileWriter(OpenRepository repository)
{
    private readonly HashSet<PackId> _added = [];
    private readonly List<IndexedPack> _waiting = [];
    private int _blobs;

    internal async Task AddAsync(IndexedPack pack, CancellationToken ct)
    {
        if (!_added.Add(pack.Id))
        {
            return;
        }

        _waiting.Add(pack);
        _blobs += pack.Blobs.Count;
        if (_blobs >= IndexFile.FullAt)
        {
            await FlushAsync(ct);
        }
    }

    internal async Task FlushAsync(CancellationToken ct)
    {
        if (_waiting.Count > 0)
        {
            await UnpackedFile.SaveAsync(repository.Backend, repository.Key, FileKind.Index, IndexFile.Encode(_waiting), ct, repository.Config.Version);
            _waiting.Clear();
            _blobs = 0;
        }
    }
}
