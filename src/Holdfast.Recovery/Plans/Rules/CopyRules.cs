using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system of which no copy is made, without a word about why.</summary>
internal sealed class NotProtected() : Rule("not-protected", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is null && system.HoldsNoData is null && system.Standby.Kind == StandbyKind.None
        select At(
            $"nothing of system {Shown.Quoted(system.Name)} is protected",
            "say under \"protect\" what is backed up; if it holds no data, write  protect: nothing  and the reason under  because:",
            "systems", system.Name);
}

/// <summary>A system that is said to hold nothing to protect, and to be so large.</summary>
internal sealed class UnprotectedData() : Rule("unprotected-data", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system is { Protection: null, HoldsNoData: not null, Size: not null }
        select At(
            $"nothing of system {Shown.Quoted(system.Name)} is protected, and it holds {system.Size}: with its host all of that is lost",
            "say under \"protect\" what is backed up; if it holds no data, leave out its size.",
            "systems", system.Name, "protect");
}

/// <summary>Fewer than three copies, the live data counted.</summary>
internal sealed class TooFewCopies() : Rule("too-few-copies", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is { To.Length: < 2 }
        select At(
            $"system {Shown.Quoted(system.Name)} is in {system.Protection!.To.Length} repository: with the live data that are {system.Protection.To.Length + 1} copies, not 3",
            "add another repository, lost with other things than the first.",
            "systems", system.Name, "protect", "to");
}

/// <summary>Several copies that one event takes are one copy.</summary>
internal sealed class CopiesShareDomain() : Rule("copies-share-domain", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let copies = index.CopiesOf(system).ToArray()
        where copies.Length > 1
        let pairs = Pairs(index, copies).ToArray()
        where pairs.All(pair => pair.Shared is not null)
        let shared = pairs.GroupBy(pair => pair.Shared!, (domain, of) => $"{Shown.All(of.SelectMany(pair => pair.Copies).Distinct())} share {Shown.Quoted(domain)}")
        select At(
            $"no two copies of system {Shown.Quoted(system.Name)} are apart from each other: {string.Join("; ", shared)}",
            "add a repository that shares no failure domain with one of them.",
            "systems", system.Name, "protect", "to");

    /// <returns>Each two copies, and what takes both; null when nothing that the plan knows of does.</returns>
    private static IEnumerable<(string[] Copies, string? Shared)> Pairs(PlanIndex index, RepositoryPlace[] copies) =>
        from one in copies.Index()
        from other in copies.Skip(one.Index + 1)
        select (
            new[] { one.Item.Name, other.Name },
            index.DomainsOf(one.Item).Where(index.DomainsOf(other).Contains).Select(d => d.ToString()).FirstOrDefault());
}

/// <summary>One stolen account that deletes every copy.</summary>
internal sealed class CopiesShareCredentials() : Rule("copies-share-credentials", Severity.Error, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let copies = index.CopiesOf(system).ToArray()
        where copies.Length > 0 && !copies.Any(copy => copy.Offline || copy.Immutable is not null)
        let realms = index.DomainsOf(copies[0]).Where(d => d.Kind is "credentials" or "account" && copies.All(copy => index.DomainsOf(copy).Contains(d))).ToArray()
        where realms.Length > 0
        select At(
            $"{Shown.Quoted(realms[0].ToString())} can delete every copy of system {Shown.Quoted(system.Name)}: {Shown.All(copies.Select(c => c.Name))}",
            "keep one copy where other credentials hold, or offline, or immutable.",
            "systems", system.Name, "protect", "to");
}

/// <summary>Copies that whoever breaks in can delete.</summary>
internal sealed class NoOfflineOrImmutable() : Rule("no-offline-or-immutable", Severity.Warning, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Protection is not null && !index.CopiesOf(system).Any(copy => copy.Offline || copy.Immutable is not null)
        let found = At(
            $"no copy of system {Shown.Quoted(system.Name)} is offline or immutable: whoever gets into the network can delete all of them",
            "add a repository that is offline between backups (offline: true) or whose storage lets nobody change what was written (immutable: 30 days), such as a server that each host can only append to.",
            "systems", system.Name, "protect", "to")
        select system.Tier is Tier.MissionCritical or Tier.Important ? found with { Severity = Severity.Error } : found;
}

/// <summary>All copies on one kind of storage, which one flaw takes.</summary>
internal sealed class OneMedium() : Rule("one-medium", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Repositories.Select(r => r.Medium).Distinct().Count() == 1
            ? [At(
                $"all repositories are on one medium, {Words.Of(plan.Repositories[0].Medium)}: what its controllers, drivers or firmware do wrong takes every copy",
                "put one on another (medium: object storage, tape or removable disk).",
                "repositories")]
            : [];
}

/// <summary>A standby copies what was deleted or encrypted, too.</summary>
internal sealed class ReplicaIsNoBackup() : Rule("replica-is-no-backup", Severity.Error, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is null && system.HoldsNoData is null && system.Standby.Kind != StandbyKind.None
        select At(
            $"system {Shown.Quoted(system.Name)} has only a {Words.Of(system.Standby.Kind)} standby: what is deleted or encrypted here is soon deleted or encrypted there",
            "say under \"protect\" what is backed up; if it holds no data, write  protect: nothing  and the reason under  because:",
            "systems", system.Name, "standby");
}

/// <summary>One system's data in another's folder is copied twice, the second time as it happens to lie there, and two restores meet in one place.</summary>
internal sealed class NestedSystems() : Rule("nested-systems", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) => NestedData.In(plan, PlanPath.PlanFolder)
        .Where(n => !n.IsExcluded)
        .DistinctBy(n => (n.Outer.Name, n.Inner.Name))
        .Select(n => n.Beneath.Length == 0
            ? At(
                $"systems {Shown.Quoted(n.Outer.Name)} and {Shown.Quoted(n.Inner.Name)} have their data in the same place on host {Shown.Quoted(n.Host.Name)}",
                "give each a place of its own there: each restore leaves exactly its own recovery point.",
                "systems", n.Inner.Name, "protect")
            : At(
                $"the data of system {Shown.Quoted(n.Inner.Name)} lies in that of {Shown.Quoted(n.Outer.Name)} on host {Shown.Quoted(n.Host.Name)}: {n.Beneath}",
                n.Outer.Protection?.Data.MayExclude == true
                    ? $"leave it out of {Shown.Quoted(n.Outer.Name)} with  exclude: [\"{Path.GetFileName(n.Beneath)}*\"] , or move it out of that folder."
                    : "move it out of there: the whole of it belongs to the other system's restore.",
                "systems", n.Outer.Name, "protect"));
}
