using Holdfast.Restic.Chunking;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>
/// Tells files that hold nothing but zeros, without reading them: a blob's name is the hash of its content, and the chunker, which sees the same
/// everywhere in zeros, cuts them at its minimum.
/// </summary>
internal sealed class ZeroContent
{
    private readonly Dictionary<int, BlobId> _ids = [];

    public bool IsOf(TreeNode file)
    {
        if (file.Content is not { Count: > 0 } content || file.Size == 0)
        {
            return false;
        }

        var last = (long)file.Size - ((long)Chunker.Minimum * (content.Count - 1));
        return last is > 0 and <= Chunker.Maximum
            && content[^1] == Of((int)last)
            && (content.Count == 1 || (content.Take(content.Count - 1).Distinct().Take(2).Count() == 1 && content[0] == Of(Chunker.Minimum)));
    }

    private BlobId Of(int length)
    {
        if (!_ids.TryGetValue(length, out var id))
        {
            _ids[length] = id = BlobId.Of(new byte[length]);
        }

        return id;
    }
}
