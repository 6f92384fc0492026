using System.Security.Cryptography;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>What every backend's reader wants.</summary>
internal static class BackendReading
{
    // What a server says is long gets so much room and no more. Config, keys and locks are some hundred bytes; a snapshot names what was
    // excluded; an index of 50 000 blobs has about 10 MB, and a pack is as large as its largest tree.
    private static long LimitOf(FileKind kind) => kind switch
    {
        FileKind.Config or FileKind.Key or FileKind.Lock => 1 << 20,
        FileKind.Snapshot => 512 << 20,
        _ => Array.MaxLength,
    };

    /// <summary>The whole of a file, which <paramref name="size"/> says the length of.</summary>
    internal static async Task<byte[]> LoadWholeAsync(this IBackend backend, FileName file, long size, CancellationToken ct)
    {
        if (size > LimitOf(file.Kind))
        {
            throw RepositoryException.NotUnderstood(
                $"{file} in {backend.Location} is too large for Holdfast: {size} bytes; it reads up to {LimitOf(file.Kind)}");
        }

        var content = new byte[size];
        await backend.LoadAsync(file, 0, content, ct);
        return content;
    }

    /// <summary>The whole of a file, whose bytes must hash to its name.</summary>
    /// <param name="accept">Told its size before it gets room; throws where it should not.</param>
    internal static async Task<byte[]> LoadVerifiedAsync(this IBackend backend, FileName file, CancellationToken ct, Func<long, Task>? accept = null)
    {
        var size = await backend.SizeAsync(file, ct)
            ?? throw new RepositoryException(RepositoryFault.NotFound, $"there is no {file} in {backend.Location}");
        await (accept?.Invoke(size) ?? Task.CompletedTask);
        var content = await backend.LoadWholeAsync(file, size, ct);
        if (!IsIntact(content))
        {
            // Once more: what was damaged on its way here, or in the cache, is good the second time.
            backend.Distrust(file);
            content = await backend.LoadWholeAsync(file, size, ct);
        }

        return IsIntact(content)
            ? content
            : throw RepositoryException.Damaged(
                $"{file} in {backend.Location} is damaged: its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(content))}, not its name",
                "bring the file back from another copy of the repository; until then what it holds cannot be trusted");

        bool IsIntact(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == file.Name;
    }
}
