using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>
/// The files of a snapshot as bytes: regular ones, by their exact names, of a bounded size. Whoever has a repository's key can put anything
/// into it, so nothing of a snapshot becomes a file here by itself.
/// </summary>
internal sealed class KeptFiles(SnapshotContent content)
{
    /// <summary>The longest file that is read; a journal of a large run is less than a tenth of it.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>What one folder of the snapshot holds, by name; of a name that is there twice, the first.</summary>
    public async Task<Dictionary<string, TreeNode>> NamesInAsync(BlobId tree, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        await foreach (var listed in content.WalkAsync(tree, default, static _ => false, cancellationToken))
        {
            names.TryAdd(Encoding.UTF8.GetString(listed.Node.RawName.Span), listed.Node);
        }

        return names;
    }

    /// <param name="most">In bytes.</param>
    /// <exception cref="RecordRefusedException">It is not a regular file, or longer than that.</exception>
    public async Task<byte[]> ReadAsync(TreeNode node, int most, CancellationToken cancellationToken)
    {
        if (node.Type != NodeType.File || node.Content is not { } blobs)
        {
            throw new RecordRefusedException("it is not a regular file");
        }

        using var bytes = new MemoryStream();
        foreach (var blob in blobs)
        {
            // The size that a node claims is not believed: what is read is counted.
            var chunk = node.Size > (ulong)most ? default : await content.BlobAsync(new(BlobType.Data, blob), cancellationToken);
            if (chunk.IsEmpty || bytes.Length + chunk.Length > most)
            {
                throw new RecordRefusedException($"it is longer than the {most} bytes that such a record can have");
            }

            bytes.Write(chunk.Span);
        }

        return bytes.ToArray();
    }
}

/// <summary>A record out of a repository is not what it must be. It costs itself and nothing else.</summary>
internal sealed class RecordRefusedException(string why) : Exception(why);
