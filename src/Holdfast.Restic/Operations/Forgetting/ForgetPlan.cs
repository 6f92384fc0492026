using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>What will be forgotten, decided before anything is touched.</summary>
/// <param name="Groups">Empty when the snapshots were named.</param>
/// <param name="Remove">From all groups together.</param>
/// <param name="Remarks">Words that name no snapshot, and snapshot files that cannot be read.</param>
public sealed record ForgetPlan(IReadOnlyList<ForgetGroup> Groups, IReadOnlyList<Snapshot> Remove, IReadOnlyList<string> Remarks)
{
    /// <param name="snapshots">All that there are, oldest first.</param>
    /// <param name="now">Snapshots from later than this do not count as the newest.</param>
    /// <param name="zone">Where this machine is; see <see cref="KeepSpan.Before"/>.</param>
    /// <exception cref="RepositoryException">Request: it would forget all of a group, or does not say what to keep.</exception>
    public static ForgetPlan Of(IReadOnlyList<Snapshot> snapshots, ForgetRequest request, DateTimeOffset now, TimeZoneInfo zone) =>
        request.Named.Count > 0 ? ByName(snapshots, request) : ByPolicy(snapshots, request, now, zone);

    private static ForgetPlan ByName(IReadOnlyList<Snapshot> snapshots, ForgetRequest request)
    {
        var (found, unknown) = snapshots.FindAll(request.Named, request.Filter);
        return new([], found, unknown);
    }

    private static ForgetPlan ByPolicy(IReadOnlyList<Snapshot> snapshots, ForgetRequest request, DateTimeOffset now, TimeZoneInfo zone)
    {
        RefuseEmpty(request);
        List<ForgetGroup> groups =
        [
            .. request.Grouping.Of(snapshots.Where(request.Filter.Matches))
                .Select(g => new ForgetGroup(g.Key, Retention.Of(g.Snapshots, request.Policy, now, zone))),
        ];
        if (!request.Policy.IsEmpty && groups.Find(g => g.Retention.RemovesAll) is { } emptied)
        {
            throw new RepositoryException(
                RepositoryFault.Request,
                $"refusing to delete last snapshot of snapshot group \"{emptied.Key}\"",
                "nothing was forgotten; is a word in the policy mistyped? To empty a group, leave the policy out and give a filter and --unsafe-allow-remove-all");
        }

        return new(groups, [.. groups.SelectMany(g => g.Retention.Remove)], []);
    }

    private static void RefuseEmpty(ForgetRequest request)
    {
        if (!request.Policy.IsEmpty)
        {
            return;
        }

        if (!request.AllowRemoveAll)
        {
            throw new RepositoryException(
                RepositoryFault.Request, "no policy was specified, no snapshots will be removed", "say what to keep, such as --keep-daily 7");
        }

        if (request.Filter.IsEmpty)
        {
            throw new RepositoryException(
                RepositoryFault.Request, "--unsafe-allow-remove-all is not allowed unless a snapshot filter option is specified",
                "say of which host, path or tag");
        }
    }
}
