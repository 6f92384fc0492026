using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
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

    /// <summary>In bytes; the plan of a thousand systems is less than a tenth of it.</summary>
    internal const int LongestPlan = 8 * 1024 * 1024;

    /// <summary>So many are looked at until one can be used.</summary>
    private const int MostPlans = 100;

    /// <summary>So many are looked through for one that is known by its hash.</summary>
    private const int MostVersions = 1000;

    /// <summary>Keeps the plan, unless the newest one kept is the same.</summary>
    /// <returns>Whether a snapshot was made.</returns>
    /// <param name="name">What the plan calls this repository; the snapshot says so, since the copy may turn up in another place.</param>
    public static async Task<bool> KeepPlanAsync(Repository repository, string name, PlanInForce plan, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(repository, Tags.Plan, cancellationToken);
        var kept = newest is null ? null : await TextAsync(repository, newest, plan.FileName, cancellationToken);
        if (kept is not null && newest!.Paths.SequenceEqual([PathOf(plan)]) && plan.Text.Span.SequenceEqual(kept))
        {
            return false;
        }

        await repository.BackupAsync(
            new BackupRequest(
                [new ContentTarget(plan.Text, "/" + plan.FileName)], HostName, [Tags.Plan, Tags.Repository(name)], [], null, [PathOf(plan)])
            {
                Anew = newest is not null && kept is null, // Whatever of it lies there already could not be read.
                PastDamagedIndex = static _ => { }, // What cannot be found is stored again; the copies tell of it.
            },
            null,
            cancellationToken);
        return true;
    }

    /// <summary>Why the newest plan that the repository holds cannot be had from it; null: it can, or there is none. Whether it can be used is not asked.</summary>
    internal static async Task<string?> DamageOfPlanAsync(Repository repository, CancellationToken cancellationToken)
    {
        if (await NewestAsync(repository, Tags.Plan, cancellationToken) is not { Paths: [var file, ..] } newest)
        {
            return null;
        }

        try
        {
            await ReadAsync(repository, newest, Path.GetFileName(file), cancellationToken);
            return null;
        }
        catch (RepositoryException e) when (e.IsOfOneFile)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// The newest plan that the repository holds and that can be used, with the folder that it lay in. One that is not a plan costs itself: whoever
    /// can write to the repository can put it there, and must not keep a recovery from the plan before it.
    /// </summary>
    /// <param name="tell">Hears of each plan that cannot be used.</param>
    /// <exception cref="PlanRejectedException">There is a plan, and none that can be used.</exception>
    public static Task<PlanInForce?> ReadPlanAsync(
        Repository repository, RepositoryAddress address, Action<string> tell, CancellationToken cancellationToken) =>
        ReadPlanAsync(repository, address, [], tell, cancellationToken);

    /// <param name="ignored">What operators said to ignore: a plan that one of them means is none.</param>
    public static async Task<PlanInForce?> ReadPlanAsync(
        Repository repository, RepositoryAddress address, IReadOnlyCollection<IgnoredSnapshot> ignored, Action<string> tell, CancellationToken cancellationToken)
    {
        Exception? first = null;
        foreach (var snapshot in (await repository.ReadableSnapshotsAsync(cancellationToken))
            .Where(s => s.Tags.Contains(Tags.Plan) && !ignored.Any(i => i.Means(s.Id.ToString()))).Reverse().Take(MostPlans))
        {
            try
            {
                return await ReadPlanAsync(repository, address, snapshot, cancellationToken);
            }
            catch (Exception e) when (e is PlanRejectedException or RepositoryException { IsOfOneFile: true })
            {
                first ??= e;
                tell($"{address.At}, snapshot {snapshot.Id.ToString()[..8]} of {snapshot.Time:u}: the plan in it cannot be used, so an older one is looked for: "
                    + (e is PlanRejectedException rejected ? rejected.Problems[0].ToString() : e.Message));
            }
        }

        return first switch
        {
            null => null,
            PlanRejectedException => throw first,
            _ => throw new RepositoryException(
                RepositoryFault.Damaged,
                $"no plan in {address.At} can be read: {first.Message}",
                "another repository may hold it, or you have its file: say that with --plan, beside --from",
                first),
        };
    }

    /// <summary>A version of the plan by its hash and the file that it was: the bytes must be those, whenever they were kept.</summary>
    /// <returns>Null: it is not there, or cannot be used any more.</returns>
    public static async Task<PlanInForce?> FindPlanAsync(
        Repository repository, RepositoryAddress address, string hash, string file, CancellationToken cancellationToken)
    {
        var there = (await repository.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Tags.Contains(Tags.Plan) && s.Paths.SequenceEqual([file]));
        foreach (var snapshot in there.DistinctBy(s => (s.Tree, Tags.RepositoryOf(s.Tags))).Reverse().Take(MostVersions))
        {
            try
            {
                if (await ReadPlanAsync(repository, address, snapshot, cancellationToken) is var plan && plan.Hash == hash)
                {
                    return plan;
                }
            }
            catch (Exception e) when (e is PlanRejectedException or RepositoryException { IsOfOneFile: true })
            {
                // It is not the one.
            }
        }

        return null;
    }

    /// <summary>The newest other folder in which the repository says that the very text of the plan lay; null: it says so of no other.</summary>
    public static async Task<string?> OtherFolderOfAsync(Repository repository, PlanInForce plan, CancellationToken cancellationToken)
    {
        var others = (await repository.ReadableSnapshotsAsync(cancellationToken))
            .Where(s => s.Tags.Contains(Tags.Plan) && s.Paths is [var at, ..] && IsPlace(at) && FolderOf(at) != plan.Folder);
        foreach (var snapshot in others.Reverse().DistinctBy(s => (s.Paths[0], s.Tree)).Take(MostPlans))
        {
            if (await TextAsync(repository, snapshot, Path.GetFileName(snapshot.Paths[0]), cancellationToken) is { } text && plan.Text.Span.SequenceEqual(text))
            {
                return FolderOf(snapshot.Paths[0]);
            }
        }

        return null;
    }

    /// <summary>Where it lay is what its relative paths start from, so it must be a place.</summary>
    private static bool IsPlace(string path) => Path.IsPathFullyQualified(path) && !path.Any(char.IsControl);

    private static string? FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path));

    private static async Task<PlanInForce> ReadPlanAsync(Repository repository, RepositoryAddress address, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var file = snapshot.Paths is [var at, ..] && IsPlace(at)
            ? at
            : throw new RepositoryException(RepositoryFault.Damaged, "it does not say in which folder it lay");
        var text = await ReadAsync(repository, snapshot, Path.GetFileName(file), cancellationToken);
        var plan = PlanInForce.Of(text, file, $"{address.At}, snapshot {snapshot.Id.ToString()[..8]} of {snapshot.Time:u}");
        return plan with
        {
            Elsewhere = Tags.RepositoryOf(snapshot.Tags) is { } name && plan.Plan.Repositories.Any(r => r.Name == name)
                ? plan.Elsewhere.Add(name, address with { Name = name })
                : plan.Elsewhere,
        };
    }

    private static async Task<byte[]> ReadAsync(Repository repository, Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        try
        {
            var files = new KeptFiles(await repository.LookAsync(cancellationToken));
            return (await files.NamesInAsync(snapshot.Tree, cancellationToken)).TryGetValue(name, out var node)
                ? await files.ReadAsync(node, LongestPlan, cancellationToken)
                : throw new RecordRefusedException("it holds no file of the name that it says"); // What name that is somebody else may have written.
        }
        catch (RecordRefusedException e)
        {
            throw new RepositoryException(RepositoryFault.Damaged, e.Message, null, e);
        }
    }

    /// <returns>Null: it can't be read.</returns>
    private static async Task<byte[]?> TextAsync(Repository repository, Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(repository, snapshot, name, cancellationToken);
        }
        catch (RepositoryException e) when (e.IsOfOneFile)
        {
            return null;
        }
    }

    private static string PathOf(PlanInForce plan) => Path.Combine(plan.Folder, plan.FileName);

    private static async Task<Snapshot?> NewestAsync(Repository repository, string tag, CancellationToken cancellationToken) =>
        (await repository.ReadableSnapshotsAsync(cancellationToken)).LastOrDefault(s => s.Tags.Contains(tag));
}
