using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>A pack that is being filled, in memory. Holds blobs of one type only: pruning and caching rely on it. Not for several threads.</summary>
internal sealed class PackBuilder(PackSettings? settings = null) : IDisposable
{
    private readonly PackSettings _settings = settings ?? PackSettings.Default;
    private readonly List<PackedBlob> _blobs = [];
    private byte[] _buffer = PackBuffers.Rent((settings ?? PackSettings.Default).TargetSize + PackBuffers.Margin);
    private int _length;

    // Also bounds the header, which grows with every tiny blob.
    internal bool IsFull => _length >= _settings.TargetSize || _blobs.Count >= 100_000;

    internal bool IsEmpty => _blobs.Count == 0;

    internal void Append(BlobHandle handle, ReadOnlySpan<byte> sealedBlob, int uncompressedLength)
    {
        Reserve(sealedBlob.Length);
        sealedBlob.CopyTo(_buffer.AsSpan(_length));
        _blobs.Add(new(handle, (uint)_length, (uint)sealedBlob.Length, (uint)uncompressedLength));
        _length += sealedBlob.Length;
    }

    /// <summary>Adds the header and reads back from memory: the whole pack, or without extra verification its header alone.</summary>
    /// <returns>Its content is this builder's buffer: good until it is disposed.</returns>
    internal Pack Finish(SealingKey key)
    {
        var header = PackHeader.Encode(key, _blobs);
        Reserve(header.Length);
        header.CopyTo(_buffer.AsSpan(_length));
        _length += header.Length;
        var content = _buffer.AsMemory(0, _length);
        var id = PackId.Of(content.Span);
        var pack = _settings.IsVerified ? Pack.Verify(key, id, content) : new(id, content, Pack.HeaderOf(key, id, content.Span));
        return pack.Blobs.SequenceEqual(_blobs)
            ? pack
            : throw RepositoryException.Damaged("a pack did not read back as it was written, before it was stored", "test this machine's memory");
    }

    public void Dispose()
    {
        PackBuffers.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length)
        {
            return;
        }

        var larger = PackBuffers.Rent(_length + more);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        PackBuffers.Return(_buffer);
        _buffer = larger;
    }
}
