using Holdfast.Restic;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Journals, protection records, hashes of codes and evidence in a repository. Several machines may keep theirs in one repository: each state folder
/// has a name of its own, and what is fetched is the newest of each.
/// </summary>
public static class KeptState
{
    /// <exception cref="RepositoryException">Not everything could be kept.</exception>
    public static async Task KeepAsync(Repository repository, StateFolder state, CancellationToken cancellationToken)
    {
        var journals = new List<BackupTarget> { new PathTarget(state.Runs, "/runs") };
        if (File.Exists(state.ProtectionRecords))
        {
            journals.Add(new PathTarget(state.ProtectionRecords, "/protection.jsonl"));
        }

        if (File.Exists(state.Codes))
        {
            journals.Add(new PathTarget(state.Codes, "/codes.jsonl"));
        }

        await KeepAsync(repository, state, Tags.Journal, journals, cancellationToken);
        if (Directory.EnumerateFileSystemEntries(state.Evidence).Any())
        {
            await KeepAsync(repository, state, Tags.Evidence, [new PathTarget(state.Evidence, "/evidence")], cancellationToken);
        }
    }

    /// <summary>Adds what the repository knows and this state folder does not. Nothing that is here is lost by it.</summary>
    public static async Task FetchAsync(Repository repository, StateFolder state, CancellationToken cancellationToken)
    {
        var newest = (await repository.ReadableSnapshotsAsync(cancellationToken))
            .Where(s => s.Tags.Contains(Tags.Journal) || s.Tags.Contains(Tags.Evidence))
            .GroupBy(s => (Tags.StateOf(s.Tags), s.Tags.Contains(Tags.Journal)))
            .Select(s => s.Last());
        foreach (var snapshot in newest)
        {
            await FetchAsync(repository, snapshot, state, cancellationToken);
        }
    }

    private static async Task KeepAsync(
        Repository repository, StateFolder state, string tag, IReadOnlyList<BackupTarget> targets, CancellationToken cancellationToken)
    {
        var report = await repository.BackupAsync(
            new BackupRequest(targets, Records.HostName, [tag, Tags.State(state.Name)], ["inbox"], null, ["/" + state.Name]), null, cancellationToken);
        if (report.Partial)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"not everything in {state.Root} could be kept: {report.Missed[0].Path}: {report.Missed[0].Why}");
        }
    }

    private static async Task FetchAsync(Repository repository, Snapshot snapshot, StateFolder state, CancellationToken cancellationToken)
    {
        var staging = Path.Combine(state.Root, ".fetched-" + Path.GetRandomFileName());
        try
        {
            await repository.RestoreAsync(new RestoreRequest(snapshot, "/", staging) { NoLock = true }, null, cancellationToken);
            foreach (var file in Directory.EnumerateFiles(staging, "*", SearchOption.AllDirectories))
            {
                StateMerge.Add(file, Path.GetRelativePath(staging, file), state);
            }
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }
}
