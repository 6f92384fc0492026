using System.Text;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>What an organization signed, in a repository: small snapshots with all statements that someone knew. Who reads them believes signatures alone.</summary>
public static class KeptTrust
{
    private const string FileName = "statements.jsonl";
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostStatements = 20_000;

    /// <summary>Of each end: one who floods the repository hides neither what was there before nor what comes after.</summary>
    private const int MostSnapshots = 200;

    /// <summary>Every statement in it whose signature fits, each once. What is none is left out.</summary>
    public static async Task<IReadOnlyList<SignedStatement>> ReadAsync(Repository repository, CancellationToken cancellationToken)
    {
        var snapshots = (await repository.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Tags.Contains(Tags.Trust)).DistinctBy(s => s.Tree).ToArray();
        if (snapshots.Length == 0)
        {
            return [];
        }

        var files = new KeptFiles(await repository.LookAsync(cancellationToken));
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in snapshots.Take(MostSnapshots).Concat(snapshots.Skip(MostSnapshots).TakeLast(MostSnapshots)))
        {
            lines.UnionWith(await LinesAsync(files, snapshot, cancellationToken));
            if (lines.Count > MostStatements)
            {
                break;
            }
        }

        return [.. lines.Take(MostStatements).Select(SignedStatement.Read).OfType<SignedStatement>()];
    }

    /// <summary>A record in it that somebody signed for an organization, whoever that is: where there is one, statements are to be expected.</summary>
    /// <returns>How its snapshot's id begins; null: there is none.</returns>
    public static async Task<string?> SignedRecordAsync(Repository repository, CancellationToken cancellationToken) =>
        (await repository.ReadableSnapshotsAsync(cancellationToken)).FirstOrDefault(s => s.Tags.Contains(Tags.Epoch) && TagSeal.IsSigned(s.Tags))?.Id.ToString()[..8];

    /// <summary>Keeps all that is known, unless the newest snapshot has it.</summary>
    public static async Task KeepAsync(Repository repository, Authority authority, CancellationToken cancellationToken)
    {
        if (authority.Statements.Count == 0)
        {
            return;
        }

        if ((await repository.ReadableSnapshotsAsync(cancellationToken)).LastOrDefault(s => s.Tags.Contains(Tags.Trust)) is { } newest
            && (await LinesAsync(new(await repository.LookAsync(cancellationToken)), newest, cancellationToken)).IsSupersetOf(authority.Statements.Select(s => s.Line)))
        {
            return;
        }

        await repository.BackupAsync(
            new BackupRequest([new ContentTarget(TrustMemory.TextOf(authority.Statements), "/" + FileName)], Records.HostName, [Tags.Trust], [], null, ["/" + FileName]) { PastDamagedIndex = static _ => { } },
            null,
            cancellationToken);
    }

    private static async Task<HashSet<string>> LinesAsync(KeptFiles files, Snapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return (await files.NamesInAsync(snapshot.Tree, cancellationToken)).TryGetValue(FileName, out TreeNode? node)
                ? [.. Encoding.UTF8.GetString(await files.ReadAsync(node, MostBytes, cancellationToken)).Split('\n').Where(line => line.Length > 0)]
                : [];
        }
        catch (Exception e) when (e is RecordRefusedException or RepositoryException { IsOfOneFile: true })
        {
            return []; // It costs itself.
        }
    }
}
