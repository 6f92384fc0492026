using System.Buffers.Binary;
using System.Security.Cryptography;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>
/// Finds names in many snapshots of one repository. The snapshots of a series share most of their folders, so each is read once, however many
/// snapshots have it: a search in thirty costs little more than one in the newest. Of a folder without a find only its id is kept, some 100 bytes.
/// </summary>
/// <param name="isWanted">Asked of each name once, by several threads.</param>
public sealed class NameSearch(SnapshotContent content, Func<TreeNode, bool> isWanted)
{
    /// <summary>Folders read at once: enough to hide the way to a repository far away.</summary>
    private const int AtOnce = 8;

    /// <summary>After so many folders one in another the stack is begun anew.</summary>
    private const int StackPart = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, FoundFolder> _known = [];
    private readonly Dictionary<BlobId, Task<FoundFolder>> _underWay = [];
    private int _helpers;

    /// <summary>Folders that were read so far.</summary>
    public int FoldersRead
    {
        get
        {
            lock (_lock)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>What of it is wanted, in the tree of a folder and under it. What is damaged is left out and told in its place.</summary>
    /// <exception cref="RepositoryException">The repository cannot be read: it went away.</exception>
    public Task<FoundFolder> InAsync(BlobId tree, CancellationToken ct) => InAsync(tree, 0, ct);

    private async Task<FoundFolder> InAsync(BlobId tree, int depth, CancellationToken ct)
    {
        var mine = new TaskCompletionSource<FoundFolder>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<FoundFolder>? others;
        lock (_lock)
        {
            if (_known.TryGetValue(tree, out var known))
            {
                return known;
            }

            if (!_underWay.TryGetValue(tree, out others))
            {
                _underWay[tree] = mine.Task;
            }
        }

        if (others is not null)
        {
            return await others;
        }

        try
        {
            var found = await ReadAsync(tree, depth, ct);
            lock (_lock)
            {
                _known[tree] = found;
            }

            mine.SetResult(found);
            return found;
        }
        catch (Exception e) // Whoever waits for this folder fails with it.
        {
            mine.SetException(e);
            _ = mine.Task.Exception; // Nobody may wait.
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(tree);
            }
        }
    }

    private async Task<FoundFolder> ReadAsync(BlobId tree, int depth, CancellationToken ct)
    {
        if (depth % StackPart == StackPart - 1)
        {
            await Task.Yield();
        }

        if (depth > TreeReader.DepthLimit)
        {
            return new([], $"it lies in more than {TreeReader.DepthLimit} folders");
        }

        List<TreeNode> nodes;
        try
        {
            nodes = await content.ReadTreeAsync(tree, ct);
        }
        catch (RepositoryException e) when (e.IsOfOneFile)
        {
            return new([], e.Message);
        }

        var under = await UnderAsync([.. nodes.Where(n => n.Subtree is not null)], depth, ct);
        List<FoundName> names = [];
        foreach (var node in nodes)
        {
            var item = isWanted(node) ? ItemOf(node) : null;
            var folder = node.Subtree is { } subtree && under[subtree] is { IsNothing: false } met ? met : null;
            if (item is not null || folder is not null)
            {
                names.Add(new(node.RawName.ToArray(), item, folder));
            }
        }

        return names.Count == 0 ? FoundFolder.Nothing : new(names, null);
    }

    // Some by others, as long as there are any free; the rest by this one itself, so that nobody waits who could work.
    private async Task<Dictionary<BlobId, FoundFolder>> UnderAsync(IReadOnlyList<TreeNode> folders, int depth, CancellationToken ct)
    {
        var under = new Dictionary<BlobId, FoundFolder>();
        List<(BlobId Tree, Task<FoundFolder> Found)> given = [];
        foreach (var tree in folders.Select(f => f.Subtree!.Value).Distinct())
        {
            if (HasHelper())
            {
                given.Add((tree, Task.Run(() => ByAnotherAsync(tree, depth + 1, ct), CancellationToken.None)));
            }
            else
            {
                try
                {
                    under[tree] = await InAsync(tree, depth + 1, ct);
                }
                catch // Thrown on, once those who still work for this folder have ended.
                {
                    await Task.WhenAll(given.Select(g => (Task)g.Found)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw;
                }
            }
        }

        await Task.WhenAll(given.Select(g => g.Found));
        foreach (var (tree, found) in given)
        {
            under[tree] = await found;
        }

        return under;
    }

    private bool HasHelper()
    {
        var has = Interlocked.Increment(ref _helpers) < AtOnce;
        _ = has ? 0 : Interlocked.Decrement(ref _helpers);
        return has;
    }

    private async Task<FoundFolder> ByAnotherAsync(BlobId tree, int depth, CancellationToken ct)
    {
        try
        {
            return await InAsync(tree, depth, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _helpers);
        }
    }

    private static FoundItem ItemOf(TreeNode node) => new(node.Type, node.Content is null ? 0 : (long)Math.Min(node.Size, long.MaxValue), node.Modified, MarkOf(node));

    private static UInt128 MarkOf(TreeNode node)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> mark = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var blob in node.Content ?? (node.Subtree is { } tree ? [tree] : []))
        {
            blob.Value.Write(mark);
            hash.AppendData(mark);
        }

        hash.AppendData(node.LinkTarget.Span);
        hash.GetHashAndReset(mark);
        return BinaryPrimitives.ReadUInt128BigEndian(mark);
    }
}
