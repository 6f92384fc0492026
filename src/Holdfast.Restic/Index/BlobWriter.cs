using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>
/// Stores blobs that the repository does not have yet: into packs, packs into the backend, and after them the index files that
/// list them. At the most two packs of memory wait for the backend. Callers may be many threads; each compresses and seals its own blob.
/// </summary>
internal sealed class BlobWriter : IAsyncDisposable
{
    private const int UploadsAtOnce = 2;

    private readonly IBackend _backend;
    private readonly SealingKey _key;
    private readonly RepositoryIndex _index;
    private readonly PackSettings _settings;
    private readonly CancellationTokenSource _failed;
    private readonly ConcurrentDictionary<BlobHandle, bool> _added = [];
    private readonly PackBuilder?[] _open = new PackBuilder?[2];
    private readonly SemaphoreSlim _uploadSlots = new(UploadsAtOnce);
    private readonly List<Task> _uploads = [];
    private readonly List<IndexedPack> _notIndexed = [];
    private readonly ConcurrentQueue<PackId> _packs = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _indexing = new(1);
    private long _plaintext, _stored, _dataBlobs, _treeBlobs;

    internal BlobWriter(IBackend backend, SealingKey key, RepositoryIndex index, CancellationToken ct, PackSettings? settings = null)
    {
        (_backend, _key, _index, _settings) = (backend, key, index, settings ?? PackSettings.Default);
        _failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    /// <summary>Packs that are stored, so far.</summary>
    internal IReadOnlyCollection<PackId> Packs => _packs;

    /// <summary>Plaintext bytes that were new.</summary>
    internal long PlaintextBytes => _plaintext;

    /// <summary>What they take up in the repository, but for pack headers.</summary>
    internal long StoredBytes => _stored;

    internal long DataBlobs => _dataBlobs;

    internal long TreeBlobs => _treeBlobs;

    /// <summary>Cancelled when a pack could not be stored: no one need read on.</summary>
    internal CancellationToken Failed => _failed.Token;

    internal bool Contains(BlobHandle blob) => _index.Contains(blob) || _added.ContainsKey(blob);

    /// <summary>Stores a blob unless the repository has it. When it returns the blob is on its way; <see cref="FlushAsync"/> makes it last.</summary>
    internal async ValueTask<BlobId> SaveAsync(BlobType type, ReadOnlyMemory<byte> plaintext) => (await StoreAsync(type, plaintext)).Id;

    /// <summary>The same for whoever wants to know what it cost.</summary>
    internal async ValueTask<StoredBlob> StoreAsync(BlobType type, ReadOnlyMemory<byte> plaintext)
    {
        var handle = new BlobHandle(type, BlobId.Of(plaintext.Span));
        if (_index.Contains(handle) || !_added.TryAdd(handle, true))
        {
            return new(handle.Id, 0, 0);
        }

        // A tree is worth it always: many small members that are much alike.
        var compression = type == BlobType.Tree && _settings.Compression == Compression.Off ? Compression.Auto : _settings.Compression;
        var (buffer, length) = BlobCodec.Encode(_key, plaintext.Span, compression);
        PackBuilder? full;
        try
        {
            full = Append(handle, buffer.AsSpan(0, length), plaintext.Length);
        }
        finally
        {
            BlobBuffers.Pool.Return(buffer);
        }

        Interlocked.Add(ref _plaintext, plaintext.Length);
        Interlocked.Add(ref _stored, length);
        Interlocked.Increment(ref type == BlobType.Data ? ref _dataBlobs : ref _treeBlobs);
        if (full is not null)
        {
            await StartUploadAsync(full);
        }

        return new(handle.Id, plaintext.Length, length);
    }

    /// <summary>Stores what is still open, waits for all packs, then writes the index of them.</summary>
    internal async Task FlushAsync()
    {
        for (var type = 0; type < _open.Length; type++)
        {
            if (Take(type) is { } builder)
            {
                await StartUploadAsync(builder);
            }
        }

        await Task.WhenAll(Uploads());
        await WriteIndexAsync(atLeast: 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _failed.CancelAsync();
        await Task.WhenAll(Uploads()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var builder in _open)
        {
            builder?.Dispose();
        }

        _failed.Dispose();
        _uploadSlots.Dispose();
        _indexing.Dispose();
    }

    private PackBuilder? Append(BlobHandle handle, ReadOnlySpan<byte> sealedBlob, int plaintextLength)
    {
        lock (_gate)
        {
            var builder = _open[(int)handle.Type] ??= new(_settings);
            builder.Append(handle, sealedBlob, plaintextLength);
            if (!builder.IsFull)
            {
                return null;
            }

            _open[(int)handle.Type] = null;
            return builder;
        }
    }

    private PackBuilder? Take(int type)
    {
        lock (_gate)
        {
            var builder = _open[type];
            _open[type] = null;
            return builder;
        }
    }

    private Task[] Uploads()
    {
        lock (_gate)
        {
            return [.. _uploads];
        }
    }

    private async Task StartUploadAsync(PackBuilder builder)
    {
        try
        {
            await _uploadSlots.WaitAsync(_failed.Token);
        }
        catch (OperationCanceledException)
        {
            builder.Dispose();
            await Task.WhenAll(Uploads());
            throw;
        }

        lock (_gate)
        {
            _uploads.RemoveAll(u => u.IsCompletedSuccessfully);
            _uploads.Add(Task.Run(() => UploadAsync(builder)));
        }
    }

    private async Task UploadAsync(PackBuilder builder)
    {
        try
        {
            using (builder)
            {
                var pack = builder.Finish(_key);
                await _backend.SaveAsync(PackReading.FileOf(pack.Id, pack.Blobs[0].Handle.Type), pack.Content, _failed.Token);
                _packs.Enqueue(pack.Id);
                lock (_gate)
                {
                    _notIndexed.Add(new(pack.Id, pack.Blobs));
                }
            }

            await WriteIndexAsync(IndexFile.FullAt);
        }
        catch // Whatever it was, everybody else stops; whoever waits for this upload gets the reason.
        {
            await _failed.CancelAsync();
            throw;
        }
        finally
        {
            _uploadSlots.Release();
        }
    }

    // Packs first, index after: a crash between the two leaves packs that no one refers to, and nothing broken.
    private async Task WriteIndexAsync(int atLeast)
    {
        await _indexing.WaitAsync(_failed.Token);
        try
        {
            List<IndexedPack> packs;
            lock (_gate)
            {
                if (_notIndexed.Sum(p => p.Blobs.Count) < atLeast)
                {
                    return;
                }

                packs = [.. _notIndexed];
                _notIndexed.Clear();
            }

            await UnpackedFile.SaveAsync(_backend, _key, FileKind.Index, IndexFile.Encode(packs), _failed.Token);
        }
        finally
        {
            _indexing.Release();
        }
    }
}
