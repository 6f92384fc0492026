using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>What of the targets is there.</summary>
internal static class SourceTargets
{
    /// <summary>Those that exist; the others are told.</summary>
    /// <exception cref="RepositoryException">Request: there were targets on disk, and none of them exists.</exception>
    internal static IReadOnlyList<BackupTarget> Existing(IReadOnlyList<BackupTarget> targets, BackupTally tally)
    {
        List<BackupTarget> existing = [];
        foreach (var target in targets)
        {
            if (TargetTree.SourceOf(target) is not { } source)
            {
                existing.Add(target);
                continue;
            }

            try
            {
                // An empty path names nothing, though its shortest form would be the current folder.
                Posix.StatusOfPath(source.Path.IsEmpty ? [] : source.Path.Clean().Bytes);
                existing.Add(target);
            }
            catch (SystemCallException e)
            {
                tally.Miss(source.Path.ToString(), e.Error == Libc.NoEntry ? $"does not exist, skipping: {e.Message}" : e.Message);
            }
        }

        var wasOnDisk = targets.Any(t => TargetTree.SourceOf(t) is not null);
        return wasOnDisk && !existing.Exists(t => TargetTree.SourceOf(t) is not null)
            ? throw new RepositoryException(
                RepositoryFault.Request,
                $"all source directories/files do not exist: {string.Join("; ", tally.Missed.Select(m => m.Why))}",
                "check the path, and that what should be mounted there is; no snapshot was made")
            : existing;
    }

    /// <exception cref="RepositoryException">Request: they overlap, or what stands for its content cannot be listed.</exception>
    internal static TargetTree Join(IReadOnlyList<BackupTarget> targets)
    {
        try
        {
            return TargetTree.Build(targets);
        }
        catch (SystemCallException e)
        {
            throw new RepositoryException(RepositoryFault.Request, $"unable to save snapshot: {e.Message}", "no snapshot was made", e);
        }
    }
}
