using System.Security.Cryptography;
using System.Text;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Restoring;

/// <summary>The data of one system in one point, found by name. Nothing is restored.</summary>
internal sealed class PointContent(SnapshotContent content, Snapshot snapshot, string system)
{
    /// <summary>So many names are looked at for one that was meant; a hundred thousand take about a second.</summary>
    private const int MostLookedAt = 200_000;

    private const int MostAlike = 3;

    /// <summary>The folder that holds the data in the copy; a database's file lies in it.</summary>
    public string Root { get; } = "/" + system;

    /// <param name="path">From the data's folder; empty: that itself.</param>
    /// <returns>Null: it is not in the point.</returns>
    public async Task<ListedNode?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var wanted = RawText.ToBytes(path.Trim('/') is { Length: > 0 } inside ? $"{Root}/{inside}" : Root);
        ListedNode? found = null;
        await foreach (var node in content.WalkAsync(snapshot.Tree, default, n => IsAbove(n.RawPath.Span, wanted), cancellationToken))
        {
            // Of a name twice a folder leads on.
            if (node.RawPath.Span.SequenceEqual(wanted) && (found is null || node.Node.Subtree is not null))
            {
                found = node;
            }
        }

        return found;
    }

    /// <summary>What lies in a folder, in the order of its names.</summary>
    public async Task<List<ListedNode>> ListAsync(ListedNode folder, CancellationToken cancellationToken) => folder.Node.Subtree is { } tree
        ? await content.WalkAsync(tree, folder.RawPath, _ => false, cancellationToken).ToListAsync(cancellationToken)
        : [];

    /// <summary>The deepest folder on the way to a path that is there.</summary>
    public async Task<(string Path, ListedNode? Folder)> DeepestAsync(string path, CancellationToken cancellationToken)
    {
        for (var above = path; ;)
        {
            above = above.LastIndexOf('/') is > 0 and var at ? above[..at] : "";
            if (await FindAsync(above, cancellationToken) is { } folder || above.Length == 0)
            {
                return (above, await FindAsync(above, cancellationToken));
            }
        }
    }

    /// <summary>Things of the same name elsewhere, whatever the case of its letters.</summary>
    public async Task<IReadOnlyList<string>> AlikeAsync(string path, CancellationToken cancellationToken)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var alike = new List<string>();
        var looked = 0;
        if (await FindAsync("", cancellationToken) is not { Node.Subtree: { } tree } root)
        {
            return alike;
        }

        await foreach (var node in content.WalkAsync(tree, root.RawPath, _ => true, cancellationToken))
        {
            if (node.Node.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                alike.Add(Inside(node));
            }

            if (++looked == MostLookedAt || alike.Count == MostAlike)
            {
                break;
            }
        }

        return alike;
    }

    /// <summary>Its path from the data's folder.</summary>
    public string Inside(ListedNode node) => node.Path.Length > Root.Length ? node.Path[(Root.Length + 1)..] : "";

    /// <summary>The same for the same content, and hardly ever for another.</summary>
    public static string Mark(TreeNode node)
    {
        if (node.Content is not { } blobs)
        {
            return node.Subtree?.ToString() ?? $"{node.Type} {Convert.ToHexString(node.LinkTarget.Span)}";
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var blob in blobs)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(blob.ToString()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static bool IsAbove(ReadOnlySpan<byte> path, ReadOnlySpan<byte> wanted) =>
        wanted.Length > path.Length && wanted.StartsWith(path) && wanted[path.Length] == '/';
}
