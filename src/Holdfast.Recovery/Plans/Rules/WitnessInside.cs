using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A witness that is gone when it is asked.</summary>
internal sealed class WitnessInside() : Rule("witness-inside", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        where plan.Witness is FileWitness
        where !loss.Systems.IsEmpty && loss.Hosts.Any(h => h.Name == ((FileWitness)plan.Witness!).On)
        select At(
            $"the witness is on host {Shown.Quoted(((FileWitness)plan.Witness!).On)}, which scenario {Shown.Quoted(loss.Scenario.Name)} takes together with "
                + $"{(loss.Systems.Length == 1 ? "a system" : $"{loss.Systems.Length} systems")}: nobody can tell who may be active",
            "keep the witness at a third place, lost with neither side.",
            "witness", "on");
}
