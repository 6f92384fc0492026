using System.Collections;

namespace Holdfast.Restic.Format;

/// <summary>Many blobs, about 50 bytes each: repositories have millions. Adding may come from several threads.</summary>
internal sealed class BlobSet : IEnumerable<BlobHandle>
{
    // A table for each type, so that the type need not stand in every entry.
    private readonly HashSet<BlobId> _data = [], _trees = [];

    internal int Count => _data.Count + _trees.Count;

    internal bool Contains(BlobHandle blob) => Of(blob.Type).Contains(blob.Id);

    internal bool Add(BlobHandle blob)
    {
        var set = Of(blob.Type);
        lock (set)
        {
            return set.Add(blob.Id);
        }
    }

    internal void Add(BlobType type, IEnumerable<BlobId> blobs)
    {
        var set = Of(type);
        lock (set)
        {
            set.UnionWith(blobs);
        }
    }

    public IEnumerator<BlobHandle> GetEnumerator() =>
        _trees.Select(t => new BlobHandle(BlobType.Tree, t)).Concat(_data.Select(d => new BlobHandle(BlobType.Data, d))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private HashSet<BlobId> Of(BlobType type) => type == BlobType.Data ? _data : _trees;
}
