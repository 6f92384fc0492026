using Holdfast.Restic.Backends;
using Holdfast.Restic.Chunking;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations;

/// <summary>What every operation works with: the store, the key to it and its config.</summary>
/// <param name="Guard">Part of the backend, wherever in it: it stores and removes nothing once a lock that is held is lost.</param>
/// <param name="KeyName">The key file that the password opened.</param>
internal sealed record OpenRepository(IBackend Backend, GuardedBackend Guard, SealingKey Key, string KeyName, ConfigFile Config, TimeProvider Clock)
{
    private readonly Lazy<Chunker> _chunker = new(() => new(Config.Polynomial));

    internal Chunker Chunker => _chunker.Value;

    /// <summary>How blobs and packs are written by whatever writes any.</summary>
    internal PackSettings Writing { get; init; } = PackSettings.Default;

    /// <summary>Stores blobs that <paramref name="index"/> does not have.</summary>
    internal BlobWriter WriterBeside(RepositoryIndex index, CancellationToken ct) => new(Backend, Key, index, ct, Writing);

    /// <summary>We write version 2 only: version 1 cannot hold what keeps file content from posing as metadata.</summary>
    internal void RequireWritable()
    {
        if (Config.Version == 1)
        {
            throw new RepositoryException(
                RepositoryFault.Unsupported,
                $"the repository in {Backend.Location} has version 1, which is read here but never written",
                "run \"restic migrate upgrade_repo_v2\" on it, or back up into a new repository");
        }
    }
}
