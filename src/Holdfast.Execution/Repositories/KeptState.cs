using System.Text;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;

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

        if (CodesIn(state) is { Length: > 0 } codes)
        {
            journals.Add(new ContentTarget(codes, "/codes.jsonl"));
        }

        await KeepAsync(repository, state, Tags.Journal, journals, cancellationToken);
        if (Directory.EnumerateFileSystemEntries(state.Evidence).Any())
        {
            await KeepAsync(repository, state, Tags.Evidence, [new PathTarget(state.Evidence, "/evidence")], cancellationToken);
        }
    }

    /// <summary>
    /// Adds what the repository knows and this state folder does not. Nothing that is here is lost by it, and nothing that is there is believed:
    /// each record is read as bytes, validated and written anew.
    /// </summary>
    /// <param name="tell">Hears of each record that was left out.</param>
    public static async Task FetchAsync(Repository repository, StateFolder state, Action<string> tell, CancellationToken cancellationToken)
    {
        var newest = (await repository.ReadableSnapshotsAsync(cancellationToken))
            .Where(s => s.Tags.Contains(Tags.Journal) || s.Tags.Contains(Tags.Evidence))
            .GroupBy(s => (Tags.StateOf(s.Tags), s.Tags.Contains(Tags.Journal)))
            .Select(s => s.Last())
            .ToArray();
        if (newest.Length == 0)
        {
            return;
        }

        var content = await repository.LookAsync(cancellationToken);
        foreach (var snapshot in newest)
        {
            await new KeptSnapshot(content, snapshot, repository.Location, state, tell).TakeAsync(cancellationToken);
        }
    }

    private static async Task KeepAsync(
        Repository repository, StateFolder state, string tag, IReadOnlyList<BackupTarget> targets, CancellationToken cancellationToken)
    {
        var report = await repository.BackupAsync(
            new BackupRequest(targets, Records.HostName, [tag, Tags.State(state.Name)], ["inbox", RunOrigin.FileName], null, ["/" + state.Name]), null, cancellationToken);
        if (report.Partial)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"not everything in {state.Root} could be kept: {report.Missed[0].Path}: {report.Missed[0].Why}");
        }
    }

    /// <summary>Those of other machines, too: one that reads them here may reach no other repository.</summary>
    private static byte[] CodesIn(StateFolder state)
    {
        string[] others = Directory.Exists(state.CodesOfOthers) ? Directory.GetFiles(state.CodesOfOthers, "*.jsonl") : [];
        string[] files = [state.Codes, .. others.Order(StringComparer.Ordinal)];
        return Encoding.UTF8.GetBytes(string.Concat(files.Where(File.Exists).SelectMany(File.ReadLines).Distinct().Select(line => line + "\n")));
    }
}
