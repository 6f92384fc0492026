using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Tests.Restic.Crashes;

/// <summary>All that snapshots hold, read back out of the repository.</summary>
internal static class Contents
{
    /// <returns>By tree, the digest of everything under it: names, types, modes, times and every byte.</returns>
    /// <param name="onDamage">Told of each tree that cannot be read to its end; when it returns, the others are.</param>
    internal static async Task<ImmutableSortedDictionary<string, string>> ReadAsync(
        Repository repository, Action<RepositoryException> onDamage, CancellationToken ct)
    {
        var contents = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var snapshot in await repository.SnapshotsAsync(ct))
        {
            var tree = snapshot.Tree.ToString();
            if (!contents.ContainsKey(tree))
            {
                try
                {
                    contents = contents.Add(tree, await DigestAsync(repository, snapshot, ct));
                }
                catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
                {
                    onDamage(e);
                }
            }
        }

        return contents;
    }

    private static async Task<string> DigestAsync(Repository repository, Snapshot snapshot, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var listed in repository.ListAsync(snapshot, "/", recursive: true, ct))
        {
            var (path, node) = (listed.Path, listed.Node);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{path}\n{node.Type} {node.Mode} {node.Modified} {node.Size} {node.UserId}\n"));
            if (node.Type == NodeType.File)
            {
                hash.AppendData(SHA256.HashData(await repository.ReadFileAsync(snapshot, path, ct)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
