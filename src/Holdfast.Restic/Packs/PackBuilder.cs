using System.Buffers;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>A pack that is being filled, in memory. Holds blobs of one type only: pruning and caching rely on it. Not for several threads.</summary>
internal sealed class PackBuilder : IDisposable
{
    /// <summary>restic's own default. A pack is closed by the blob that reaches it.</summary>
    internal const int TargetSize = 16 << 20;

    private readonly List<PackedBlob> _blobs = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(TargetSize + (1 << 20));
    private int _length;

    // Also bounds the header, which grows with every tiny blob.
    internal bool IsFull => _length >= TargetSize || _blobs.Count >= 100_000;

    internal bool IsEmpty => _blobs.Count == 0;

    internal void Append(BlobHandle handle, ReadOnlySpan<byte> sealedBlob, int uncompressedLength)
    {
        Reserve(sealedBlob.Length);
        sealedBlob.CopyTo(_buffer.AsSpan(_length));
        _blobs.Add(new(handle, (uint)_length, (uint)sealedBlob.Length, (uint)uncompressedLength));
        _length += sealedBlob.Length;
    }

    /// <summary>Adds the header and reads the whole pack back from memory.</summary>
    /// <returns>Its content is this builder's buffer: good until it is disposed.</returns>
    internal Pack Finish(SealingKey key)
    {
        var header = PackHeader.Encode(key, _blobs);
        Reserve(header.Length);
        header.CopyTo(_buffer.AsSpan(_length));
        _length += header.Length;
        var content = _buffer.AsMemory(0, _length);
        var pack = Pack.Verify(key, PackId.Of(content.Span), content);
        return pack.Blobs.SequenceEqual(_blobs)
            ? pack
            : throw RepositoryException.Damaged("a pack did not read back as it was written, before it was stored", "test this machine's memory");
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_length + more);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
