using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>Makes the index forget packs. The new files are all stored before the first old one goes, so that at any moment all is indexed.</summary>
internal static class IndexRewriting
{
    // Files of at least this many blobs that know none of these packs are left alone; smaller ones are merged while we are at it.
    private const int LargeEnough = IndexFile.FullAt / 2;

    /// <param name="going">Packs that the index must not know afterwards.</param>
    /// <param name="listedTwice">Packs that only one file may list afterwards.</param>
    /// <param name="remove">Deletes one old index file.</param>
    internal static async Task RunAsync(
        OpenRepository repository, IReadOnlyList<FileName> files, IReadOnlySet<PackId> going, IReadOnlySet<PackId> listedTwice,
        Func<FileName, CancellationToken, Task> remove, CancellationToken ct)
    {
        List<FileName> replaced = [];
        var writer = new IndexFileWriter(repository);
        foreach (var file in files)
        {
            // One at a time: all of them together are what the repository's index already takes in memory.
            var packs = IndexFile.Decode(await UnpackedFile.LoadAsync(repository.Backend, repository.Key, file, ct), file.Path);
            if (packs.Sum(p => p.Blobs.Count) >= LargeEnough && !packs.Exists(p => going.Contains(p.Id) || listedTwice.Contains(p.Id)))
            {
                continue;
            }

            replaced.Add(file);
            foreach (var pack in packs.Where(p => !going.Contains(p.Id)))
            {
                await writer.AddAsync(pack, ct);
            }
        }

        await writer.FlushAsync(ct);
        foreach (var file in replaced)
        {
            await remove(file, ct);
        }
    }
}
