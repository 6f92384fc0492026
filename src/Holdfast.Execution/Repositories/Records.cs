using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// The plan as small snapshots in a repository, so that they outlive the site: a blank machine, one repository and its
/// key bring them back, as they do the journals and the evidence (<see cref="KeptState"/>).
/// </summary>
public static class Records
{
    internal const string HostName = "holdfast";

    /// <summary>Keeps the plan, unless the newest one kept is the same.</summary>
    /// <returns>Whether a snapshot was made.</returns>
    /// <param name="name">What the plan calls this repository; the snapshot says so, since the copy may turn up in another place.</param>
    public static async Task<bool> KeepPlanAsync(Repository repository, string name, PlanInForce plan, CancellationToken cancellationToken)
    {
        if (await NewestAsync(repository, Tags.Plan, cancellationToken) is { } newest
            && newest.Paths.SequenceEqual([PathOf(plan)])
            && await repository.ReadFileAsync(newest, "/" + plan.FileName, cancellationToken) is var kept
            && plan.Text.Span.SequenceEqual(kept))
        {
            return false;
        }

        await repository.BackupAsync(
            new BackupRequest(
                [new ContentTarget(plan.Text, "/" + plan.FileName)], HostName, [Tags.Plan, Tags.Repository(name)], [], null, [PathOf(plan)]),
            null,
            cancellationToken);
        return true;
    }

    /// <summary>The newest plan that the repository holds, with the folder that it lay in.</summary>
    public static async Task<PlanInForce?> ReadPlanAsync(Repository repository, RepositoryAddress address, CancellationToken cancellationToken)
    {
        if (await NewestAsync(repository, Tags.Plan, cancellationToken) is not { } newest)
        {
            return null;
        }

        var file = newest.Paths[0];
        var text = await repository.ReadFileAsync(newest, "/" + Path.GetFileName(file), cancellationToken);
        var plan = PlanInForce.Of(text, file, $"{address.At}, snapshot {newest.Id.ToString()[..8]} of {newest.Time:u}");
        return plan with
        {
            Elsewhere = Tags.RepositoryOf(newest.Tags) is { } name && plan.Plan.Repositories.Any(r => r.Name == name)
                ? plan.Elsewhere.Add(name, address with { Name = name })
                : plan.Elsewhere,
        };
    }

    private static string PathOf(PlanInForce plan) => Path.Combine(plan.Folder, plan.FileName);

    private static async Task<Snapshot?> NewestAsync(Repository repository, string tag, CancellationToken cancellationToken) =>
        (await repository.ReadableSnapshotsAsync(cancellationToken)).LastOrDefault(s => s.Tags.Contains(tag));
}
