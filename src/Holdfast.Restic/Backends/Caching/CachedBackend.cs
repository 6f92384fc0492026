using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Holdfast.Restic.Backends.Caching;

/// <summary>
/// Keeps snapshots, index files and packs of trees of a far store on this machine too, so that each comes over the line once. An entry counts only while its bytes
/// hash to its name; one that does not is fetched anew. A cache that cannot be written is done without: no operation fails for it.
/// </summary>
/// <param name="root">restic's cache folder.</param>
/// <param name="isTemporary">Whether it is this one's alone and goes with it.</param>
/// <param name="tell">Told once when the cache cannot be used.</param>
internal sealed class CachedBackend(IBackend inner, string root, bool isTemporary, Action<string> tell) : WrappedBackend(inner)
{
    // A pack larger than this is not fetched whole for one tree: restic's largest setting.
    private const long LargestPack = 128 << 20;

    private readonly ConcurrentDictionary<FileName, bool> _verified = [];
    private readonly ConcurrentDictionary<FileName, long> _listed = [];
    private readonly ConcurrentDictionary<FileName, SemaphoreSlim> _fetching = [];
    private volatile CacheFolder? _folder;
    private bool _isTold;

    /// <summary>From now on files are cached, for this repository. Before its id is known there is nothing to put them under.</summary>
    public override void Opened(string repositoryId)
    {
        try
        {
            _folder = CacheFolder.Open(root, repositoryId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GoOnWithout(e);
        }
    }

    /// <summary>What came from this file was bad after all: the next read asks the store.</summary>
    public override void Distrust(FileName file)
    {
        _verified.TryRemove(file, out _);
        _folder?.Remove(file);
    }

    public override async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await Inner.SaveAsync(file, content, ct);
        if (IsCached(file))
        {
            _listed[file] = content.Length;
            Keep(file, content.Span);
        }
    }

    public override async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (!IsCached(file))
        {
            await Inner.LoadAsync(file, offset, buffer, ct);
            return;
        }

        if (_verified.ContainsKey(file) && TryRead(file, offset, buffer))
        {
            return;
        }

        // Many want the same pack at once; one fetches it.
        var turn = _fetching.GetOrAdd(file, static _ => new(1));
        await turn.WaitAsync(ct);
        try
        {
            if ((!_verified.ContainsKey(file) || !TryRead(file, offset, buffer)) && !TryTake(file, offset, buffer))
            {
                await FetchAsync(file, offset, buffer, ct);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public override async Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct)
    {
        var files = await Inner.ListAsync(kind, ct);
        if (_folder is { } folder && CacheFolder.Keeps(kind))
        {
            foreach (var gone in _listed.Keys.Where(f => f.Kind == kind))
            {
                _listed.TryRemove(gone, out _);
            }

            foreach (var (file, size) in files)
            {
                _listed[file] = size;
            }

            Use(() => folder.KeepOnly(kind, files.Select(f => f.File.Name).ToHashSet(StringComparer.Ordinal)));
        }

        return files;
    }

    /// <summary>Of an index or a snapshot that the store just listed and we have, the store is not asked again.</summary>
    public override async Task<long?> SizeAsync(FileName file, CancellationToken ct) =>
        file.Kind is FileKind.Index or FileKind.Snapshot && _listed.TryGetValue(file, out var size) && _folder?.SizeOf(file) == size
            ? size
            : await Inner.SizeAsync(file, ct);

    public override async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        await Inner.RemoveAsync(file, ct);
        if (CacheFolder.Keeps(file.Kind))
        {
            _listed.TryRemove(file, out _);
            Distrust(file);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (isTemporary && Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private bool IsCached(FileName file) => _folder is not null && (file.Kind is FileKind.Index or FileKind.Snapshot || file is { Kind: FileKind.Pack, HoldsTrees: true });

    private bool TryRead(FileName file, long offset, Memory<byte> buffer) => _folder?.TryRead(file, offset, buffer.Span) == true;

    // An entry of an earlier run, or of restic's: hashed once, then trusted as long as we run.
    private bool TryTake(FileName file, long offset, Memory<byte> buffer)
    {
        if (_folder?.TryRead(file) is not { } content)
        {
            return false;
        }

        if (!IsIntact(file, content) || offset + buffer.Length > content.Length)
        {
            _folder?.Remove(file);
            return false;
        }

        content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        _verified[file] = true;
        return true;
    }

    private async Task FetchAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        var size = _listed.TryGetValue(file, out var listed) ? listed : await Inner.SizeAsync(file, ct);
        if (size is null or > LargestPack || offset + buffer.Length > size)
        {
            // Missing, too large or too short: the store has the word for it.
            await Inner.LoadAsync(file, offset, buffer, ct);
            return;
        }

        var content = GC.AllocateUninitializedArray<byte>((int)size);
        await Inner.LoadAsync(file, 0, content, ct);
        if (IsIntact(file, content))
        {
            Keep(file, content);
        }

        content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
    }

    private static bool IsIntact(FileName file, byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content)) == file.Name;

    private void Keep(FileName file, ReadOnlySpan<byte> content)
    {
        try
        {
            _folder?.Write(file, content);
            _verified[file] = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GoOnWithout(e);
        }
    }

    private void Use(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GoOnWithout(e);
        }
    }

    // Full or not writable: everything is in the store, it only takes longer.
    private void GoOnWithout(Exception why)
    {
        _folder = null;
        if (!Interlocked.Exchange(ref _isTold, true))
        {
            tell($"going on without the cache in {root}: {why.Message}");
        }
    }
}
