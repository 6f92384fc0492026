using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>Makes the index forget packs.</summary>
internal static class IndexRewriting
{
    // Files of at least this many blobs that know none of these packs are left alone; smaller ones are merged while we are at it.
    private const int LargeEnough = IndexFile.FullAt / 2;

    /// <param name="index">All that the repository knew, without contradiction.</param>
    /// <param name="going">Packs that the index must not know afterwards.</param>
    /// <param name="listedTwice">Packs that only one file may list afterwards.</param>
    /// <param name="remove">Deletes one old index file; called when all new ones are stored.</param>
    internal static async Task RunAsync(
        OpenRepository repository, RepositoryIndex index, IReadOnlySet<PackId> going, IReadOnlySet<PackId> listedTwice,
        Func<FileName, CancellationToken, Task> remove, CancellationToken ct)
    {
        List<FileName> replaced = [];
        HashSet<PackId> staying = [];
        foreach (var file in index.Files)
        {
            // Which file a pack is listed in is not kept in memory; for this once it is read again.
            var packs = IndexFile.Decode(await UnpackedFile.LoadAsync(repository.Backend, repository.Key, file, ct), file.Path);
            if (packs.Sum(p => p.Blobs.Count) < LargeEnough || packs.Exists(p => going.Contains(p.Id) || listedTwice.Contains(p.Id)))
            {
                replaced.Add(file);
                staying.UnionWith(packs.Select(p => p.Id).Where(p => !going.Contains(p)));
            }
        }

        await IndexReplacement.RunAsync(
            repository.Backend, repository.Key, staying.Select(p => index.Packs[p]), replaced, repository.Config.Version, remove, ct);
    }
}
