using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Index;

/// <summary>Puts new index files into the place of old ones. At every moment all packs are listed, for the old go last.</summary>
internal static class IndexReplacement
{
    /// <param name="packs">What the new files list.</param>
    /// <param name="obsolete">The old files; removed when the new ones came back from the store as they were written.</param>
    /// <param name="version">The repository's.</param>
    /// <param name="remove">Removes a file, or refuses because nothing may be removed any more.</param>
    /// <returns>The new files.</returns>
    internal static async Task<IReadOnlyList<FileName>> RunAsync(
        IBackend backend, SealingKey key, IEnumerable<IndexedPack> packs, IReadOnlyCollection<FileName> obsolete, uint version,
        Func<FileName, CancellationToken, Task> remove, CancellationToken ct)
    {
        List<FileName> written = [];
        foreach (var part in Parts(packs))
        {
            var file = await UnpackedFile.SaveAsync(backend, key, FileKind.Index, IndexFile.Encode(part), ct, version);
            written.Add(file);

            // A cache has it as we wrote it; what counts is what the store has.
            backend.Distrust(file);
            var back = IndexFile.Decode(await UnpackedFile.LoadAsync(backend, key, file, ct), file.Path);
            if (!back.Select(p => p.Id).SequenceEqual(part.Select(p => p.Id)) || !back.Zip(part).All(p => p.First.Blobs.SequenceEqual(p.Second.Blobs)))
            {
                throw RepositoryException.Damaged($"{file} did not come back as it was written; no old index was removed");
            }
        }

        foreach (var file in obsolete)
        {
            await remove(file, ct);
        }

        return written;
    }

    private static IEnumerable<List<IndexedPack>> Parts(IEnumerable<IndexedPack> packs)
    {
        List<IndexedPack> part = [];
        var blobs = 0;
        foreach (var pack in packs)
        {
            part.Add(pack);
            blobs += pack.Blobs.Count;
            if (blobs >= IndexFile.FullAt)
            {
                yield return part;
                (part, blobs) = ([], 0);
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
