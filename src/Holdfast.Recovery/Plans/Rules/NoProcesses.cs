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
