using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that does not say what the business does.</summary>
internal sealed class NoProcesses() : Rule("no-processes", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Processes.IsEmpty
            ? [At("the plan says nothing of what the business does, so nobody sees what the loss of a system means",
                "write the processes, what they need, how long they may be interrupted and what that costs, under \"processes\".")]
            : [];
}

/// <summary>A process that goes on whatever happens, by the plan's word.</summary>
internal sealed class ProcessNeedsNothing() : Rule("process-needs-nothing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Needs.IsEmpty && process.NeedsServices.IsEmpty && process.NeedsPeople.IsEmpty
        select At(
            $"process {Shown.Quoted(process.Name)} needs no system, no service and nobody",
            "write what it can't go on without, or leave the process out.",
            "processes", process.Name);
}

/// <summary>A process that is to be back only when the harm is done.</summary>
internal sealed class ProcessRtoBeyondMtpd() : Rule("process-rto-beyond-mtpd", Severity.Error, "NIST SP 800-34r1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Rto > process.Mtpd
        select At(
            $"process {Shown.Quoted(process.Name)} is to be back within {Durations.Text(process.Rto!.Value)}, and tolerates no more than {Durations.Text(process.Mtpd!.Value)}",
            $"write an RTO of at most {Durations.Text(process.Mtpd!.Value)}.",
            "processes", process.Name, "rto");
}

/// <summary>A process that is promised back earlier than what it needs.</summary>
internal sealed class ProcessRtoNotReachable() : Rule("process-rto-not-reachable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from promised in new[] { PromisedReturn.Of(plan) }
        from process in plan.Processes
        where !process.Needs.IsEmpty
        let last = process.Needs.Select(need => promised[need]).MaxBy(p => p.After)
        where last.After > process.Rto
        select At(
            $"process {Shown.Quoted(process.Name)} is to be back within {Durations.Text(process.Rto!.Value)}, and system {Shown.Quoted(last.Slowest.Name)}, "
                + $"without which it can't go on, only after {Rough.Time(last.After, process.Rto!.Value)}",
            "shorten the system's RTO and its work recovery, or write when the process can be back.",
            "processes", process.Name, "rto");
}

/// <summary>A process of which no one has said how long it may be interrupted.</summary>
internal sealed class NoMtpd() : Rule("no-mtpd", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Mtpd is null
        select At(
            $"nobody has said how long process {Shown.Quoted(process.Name)} may be interrupted before the harm is unacceptable",
            "write it under \"mtpd\": objectives of systems are measured against it.",
            "processes", process.Name);
}

/// <summary>A process of which no one has said what its absence costs.</summary>
internal sealed class NoCost() : Rule("no-cost", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Costs.Rates.IsEmpty && process.Costs.Sums.IsEmpty && process.IdlePeople is null
        select At(
            $"nobody has said what the absence of process {Shown.Quoted(process.Name)} costs",
            "write it under \"costs\"; where it costs nothing, write  costs: 0 an hour",
            "processes", process.Name);
}

/// <summary>A process of which no one has said what would do meanwhile.</summary>
internal sealed class NoMinimumService() : Rule("no-minimum-service", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.MinimumService is null
        select At(
            $"nobody has said how much of process {Shown.Quoted(process.Name)} would do during a disruption",
            "write it under \"minimum service\", such as  minimum service: 50 %",
            "processes", process.Name);
}

/// <summary>A system of which no one has said what it is for.</summary>
internal sealed class SystemServesNothing() : Rule("system-serves-nothing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today)
    {
        var serving = plan.Processes.SelectMany(p => p.Needs.Concat(p.Workaround?.Needs ?? [])).ToHashSet();
        foreach (var system in NeedsOrder.Of(plan).Reverse().Where(s => serving.Contains(s.Name)))
        {
            serving.UnionWith(system.Needs);
        }

        return plan.Systems
            .Where(s => !plan.Processes.IsEmpty && !serving.Contains(s.Name))
            .Select(s => At(
                $"no process needs system {Shown.Quoted(s.Name)}, itself or over another system",
                "name it under \"needs\" of the process that it serves.",
                "systems", s.Name));
    }
}
