using Holdfast.Restic.Format;

namespace Holdfast.Restic.Snapshots;

/// <summary>Changes to a snapshot's file; what is not named here stays to the letter. Null: unchanged.</summary>
internal sealed record SnapshotEdit(BlobId? Tree = null, SnapshotId? Original = null, IReadOnlyList<string>? Tags = null, bool WithoutParent = false)
{
    /// <returns>The JSON of the changed snapshot.</returns>
    internal byte[] Apply(ReadOnlyMemory<byte> json, SnapshotId id)
    {
        Dictionary<string, byte[]?> members = [];
        if (WithoutParent)
        {
            members["parent"] = null;
        }

        if (Tree is { } tree)
        {
            members["tree"] = new GoJson().Digest(tree.Value).ToArray();
        }

        if (Tags is not null)
        {
            var list = new GoJson().Open((byte)'[');
            foreach (var tag in Tags)
            {
                list.Next().Text(tag);
            }

            members["tags"] = Tags.Count > 0 ? list.Close((byte)']').ToArray() : null;
        }

        if (Original is { } original)
        {
            members["original"] = new GoJson().Digest(original.Value).ToArray();
        }

        return JsonReading.Read(json, $"snapshot {id}", s => new GoJson().ObjectWith(s, members).ToArray());
    }
}
