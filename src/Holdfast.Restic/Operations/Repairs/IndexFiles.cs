using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>The index files one by one, as whoever replaces some of them needs them.</summary>
/// <param name="Readable">Each file with what it lists.</param>
/// <param name="Damaged">Those that could not be read, twice, and why.</param>
internal sealed record IndexFiles(
    IReadOnlyDictionary<FileName, List<IndexedPack>> Readable, IReadOnlyDictionary<FileName, string> Damaged)
{
    internal static async Task<IndexFiles> LoadAsync(OpenRepository repository, CancellationToken ct)
    {
        ConcurrentDictionary<FileName, List<IndexedPack>> readable = [];
        ConcurrentDictionary<FileName, string> damaged = [];
        var files = await repository.Backend.ListAsync(FileKind.Index, ct);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (file, token) =>
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    var json = await UnpackedFile.LoadAsync(repository.Backend, repository.Key, file.File, token);
                    readable[file.File] = IndexFile.Decode(json, file.File.Path);
                    damaged.TryRemove(file.File, out _);
                    return;
                }
                catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
                {
                    damaged[file.File] = e.Message;
                }
            }
        });
        return new(readable, damaged);
    }
}
