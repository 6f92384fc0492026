using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A mission critical system whose objectives no one has set for it.</summary>
internal sealed class ObjectiveMissing() : Rule("objective-missing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.IsMissionCritical && (system.Rto.From == ValueSource.Tier || system.Rpo.From == ValueSource.Tier)
        let missing = (system.Rto.From, system.Rpo.From) switch
        {
            (ValueSource.Tier, ValueSource.Tier) => $"RTO of {Durations.Text(system.Rto.Value)} and its RPO of {Durations.Text(system.Rpo.Value)} are those",
            (ValueSource.Tier, _) => $"RTO of {Durations.Text(system.Rto.Value)} is that",
            _ => $"RPO of {Durations.Text(system.Rpo.Value)} is that",
        }
        select At(
            $"system {Shown.Quoted(system.Name)} is mission critical, and its {missing} of the tier: nobody has set them for this system",
            "agree on them with whoever needs the system, and write them there.",
            "systems", system.Name, "tier");
}

/// <summary>A schedule that loses more than was agreed, even when all goes well.</summary>
internal sealed class RpoNotReachable() : Rule("rpo-not-reachable", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection?.Longest > system.Rpo.Value
        let protection = system.Protection!
        let rpo = Durations.Text(system.Rpo.Value)
        let isQuiet = protection.Every <= system.Rpo.Value && protection.NotBetween is not null
        select At(
            $"system {Shown.Quoted(system.Name)} is backed up {protection.OftenAndLongest(Durations.Text, longest => Rough.Time(longest, system.Rpo.Value))}, and its RPO is {rpo}: "
                + "between two backups more would be lost than is allowed",
            isQuiet ? "make  not between:  shorter or leave it out, or agree on a longer RPO."
                : protection.At is null ? $"write  every: {rpo}  or less, or agree on a longer RPO."
                : "name more times or days, or agree on a longer RPO.",
            "systems", system.Name, "protect", isQuiet ? "not between" : "every");
}

/// <summary>A schedule on which one backup that fails breaks the promise.</summary>
internal sealed class RpoWithoutMargin() : Rule("rpo-without-margin", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is { } protection && protection.Longest > system.Rpo.Value / 2 && protection.Longest <= system.Rpo.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is backed up {system.Protection!.OftenAndLongest(Durations.Text, longest => Rough.Time(longest, system.Rpo.Value))}, more than half of its RPO of {Durations.Text(system.Rpo.Value)}: "
                + "one backup that fails breaks it",
            $"back up at least every {Durations.Text(system.Rpo.Value / 2)}.",
            "systems", system.Name, "protect", "every");
}

/// <summary>A standby that may be further behind than may be lost.</summary>
internal sealed class RpoNeedsLag() : Rule("rpo-needs-lag", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Standby.Lag > system.Rpo.Value
        select At(
            $"the standby of system {Shown.Quoted(system.Name)} may be {Durations.Text(system.Standby.Lag!.Value)} behind, and the RPO is {Durations.Text(system.Rpo.Value)}",
            "keep the standby nearer, or do not count on it for the RPO.",
            "systems", system.Name, "standby", "lag");
}

/// <summary>An RTO that physics forbids: the data alone take longer to arrive.</summary>
internal sealed class RtoBelowTransferFloor() : Rule("rto-below-transfer-floor", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Size is not null
        let floor = TransferFloor.Of(index, system)
        where floor is not null && floor.Rate.For(system.Size!.Value) > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is to be back within {Durations.Text(system.Rto.Value)}: {system.Size} over {floor.Rate} ({floor.By}, from "
                + $"{Shown.Quoted(floor.From)}) take at least {Rough.Time(floor.Rate.For(system.Size!.Value), system.Rto.Value)}",
            $"keep a copy nearer to host {Shown.Quoted(system.RecoversOn!)}, make the way faster, or agree on a longer RTO.",
            "systems", system.Name, "rto");
}

/// <summary>A process that is harmed beyond what it tolerates before the systems that it needs are promised to be back.</summary>
internal sealed class RtoBeyondMtpd() : Rule("rto-beyond-mtpd", Severity.Error, "NIST SP 800-34r1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from promised in new[] { PromisedReturn.Of(plan) }
        from process in plan.Processes
        where !process.Needs.IsEmpty
        let last = process.Needs.Select(need => promised[need]).MaxBy(p => p.After)
        where last.After > process.Mtpd
        select At(
            $"process {Shown.Quoted(process.Name)} tolerates {Durations.Text(process.Mtpd!.Value)}, and system {Shown.Quoted(last.Slowest.Name)}, without which "
                + $"it can't go on, is promised after {Rough.Time(last.After, process.Mtpd!.Value)}: {Parts(last.Slowest)}",
            "shorten the system's RTO and its work recovery, or agree that the process may wait longer.",
            "processes", process.Name, "mtpd");

    private static string Parts(ProtectedSystem system) => system.WorkRecovery is { } work
        ? $"RTO {Durations.Text(system.Rto.Value)} and {Durations.Text(work.Value)} of work recovery"
        : $"its RTO is {Durations.Text(system.Rto.Value)}";
}

/// <summary>An RTO that is kept today and, as the data grow, not for long.</summary>
internal sealed class GrowthBreaksRto() : Rule("growth-breaks-rto", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Size is not null && system.Grows is not null
        let floor = TransferFloor.Of(index, system)
        where floor is not null
        let most = floor.Rate.BitsPerSecond / 8.0 * system.Rto.Value.TotalSeconds
        where system.Size!.Value.Bytes <= most
        let days = (most - system.Size!.Value.Bytes) / (system.Grows!.Value.Added.Bytes / DaysIn(system.Grows!.Value.In, today))
        where days <= 365
        select At(
            $"system {Shown.Quoted(system.Name)} grows by {system.Grows}: from {today.AddDays((int)days):yyyy-MM-dd} on its data take longer to arrive "
                + $"over {floor.Rate} ({floor.By}) than its RTO of {Durations.Text(system.Rto.Value)}",
            $"keep a copy nearer to host {Shown.Quoted(system.RecoversOn!)}, make the way faster, or agree on a longer RTO, before that day.",
            "systems", system.Name, "grows");

    private static double DaysIn(CalendarSpan span, DateOnly today) => span.From(today).DayNumber - today.DayNumber;
}

/// <summary>A system that waits until a new machine is delivered.</summary>
internal sealed class LeadTimeBeyondRto() : Rule("lead-time-beyond-rto", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.RecoversOn is null || system.RecoversOn == system.RunsOn
        let host = index.Host(system.RunsOn)
        where host.Rebuild?.LeadTime > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} has no other host, and another machine in place of {Shown.Quoted(host.Name)} takes {Durations.Text(host.Rebuild!.LeadTime!.Value)}; its RTO is {Durations.Text(system.Rto.Value)}",
            "let it recover on a host that is already there.",
            "systems", system.Name, "rto");
}

/// <summary>Steps that take longer, by the plan's own word, than the system may be away.</summary>
internal sealed class ManualWorkExceedsRto() : Rule("manual-work-exceeds-rto", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from work in new[] { DeclaredWork.Of(plan) }
        from system in plan.Systems
        where work[system.Name] > system.Rto.Value
        select At(
            $"the steps that bring system {Shown.Quoted(system.Name)} back take {Rough.Time(work[system.Name], system.Rto.Value)} by the plan's word, those of what it needs included; its RTO is {Durations.Text(system.Rto.Value)}",
            "shorten or automate them, or agree on a longer RTO.",
            "systems", system.Name, "rto");
}

/// <summary>A system whose recovery hangs on one that is taken for less critical.</summary>
internal sealed class NeedsLowerTier() : Rule("needs-lower-tier", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from tiers in new[] { plan.Tiers.ToDictionary(t => t.Name) }
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Tier is not null
        from need in system.Needs.Index()
        let needed = index.System(need.Item)
        where needed.Tier is not null && tiers[needed.Tier].Rto > tiers[system.Tier!].Rto
        select At(
            $"system {Shown.Quoted(system.Name)} is {system.Tier} and needs {Shown.Quoted(needed.Name)}, which is only {needed.Tier}",
            "a system is as critical as the most critical one that needs it: raise its tier.",
            "systems", system.Name, "needs", $"{need.Index}");
}

/// <summary>A system that is promised back before what it needs.</summary>
internal sealed class NeedsSlowerSystem() : Rule("needs-slower-system", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        from need in system.Needs.Index()
        let needed = index.System(need.Item)
        where needed.Rto.Value > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is to be back within {Durations.Text(system.Rto.Value)} and needs {Shown.Quoted(needed.Name)}, "
                + $"which may take {Durations.Text(needed.Rto.Value)}",
            $"shorten the RTO of {Shown.Quoted(needed.Name)}, or lengthen that of {Shown.Quoted(system.Name)}.",
            "systems", system.Name, "needs", $"{need.Index}");
}
