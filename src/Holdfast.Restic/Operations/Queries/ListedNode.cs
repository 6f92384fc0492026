using System.Text;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>A name in a snapshot with its path from the root.</summary>
public sealed record ListedNode
{
    internal ListedNode(ReadOnlyMemory<byte> rawPath, TreeNode node) => (RawPath, Node) = (rawPath, node);

    /// <summary>As the file system had it; begins with <c>/</c>.</summary>
    public ReadOnlyMemory<byte> RawPath { get; }

    public TreeNode Node { get; }

    /// <summary>The path for people; bytes that are not UTF-8 become replacement characters.</summary>
    public string Path => Encoding.UTF8.GetString(RawPath.Span);

    internal static ListedNode Under(ReadOnlyMemory<byte> folder, TreeNode node) =>
        new((byte[])[.. folder.Span.TrimEnd((byte)'/'), (byte)'/', .. node.RawName.Span], node);
}
