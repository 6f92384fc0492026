using System.Security.Cryptography;

namespace Holdfast.Restic.Backends;

/// <summary>What every backend's reader wants.</summary>
internal static class BackendReading
{
    // Keys, snapshots and locks are a few kilobytes, an index of 50 000 blobs about 10 MB. A file beyond this is no such file.
    private const long SmallFileLimit = 512L << 20;

    /// <summary>The whole of a file, which <paramref name="size"/> says the length of.</summary>
    internal static async Task<byte[]> LoadWholeAsync(this IBackend backend, FileName file, long size, CancellationToken ct)
    {
        if (size > SmallFileLimit)
        {
            throw RepositoryException.Damaged($"{file} in {backend.Location} is {size} bytes long, which no file of a repository is");
        }

        var content = new byte[size];
        await backend.LoadAsync(file, 0, content, ct);
        return content;
    }

    /// <summary>The whole of a file, whose bytes must hash to its name.</summary>
    internal static async Task<byte[]> LoadVerifiedAsync(this IBackend backend, FileName file, CancellationToken ct)
    {
        var size = await backend.SizeAsync(file, ct)
            ?? throw new RepositoryException(RepositoryFault.NotFound, $"there is no {file} in {backend.Location}");
        var content = await backend.LoadWholeAsync(file, size, ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return hash == file.Name
            ? content
            : throw RepositoryException.Damaged(
                $"{file} in {backend.Location} is damaged: its SHA-256 is {hash}, not its name",
                "bring the file back from another copy of the repository; until then what it holds cannot be trusted");
    }
}
