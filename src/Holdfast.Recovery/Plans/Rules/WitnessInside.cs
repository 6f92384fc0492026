using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A witness that is gone when it is asked.</summary>
internal sealed class WitnessInside() : Rule("witness-inside", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from scenario in plan.Scenarios
        where plan.Witness is FileWitness
        let loss = Loss.Of(plan, scenario)
        where !loss.Systems.IsEmpty && loss.Hosts.Any(h => h.Name == ((FileWitness)plan.Witness!).On)
        select At(
            $"the witness is on host {Shown.Quoted(((FileWitness)plan.Witness!).On)}, which scenario {Shown.Quoted(scenario.Name)} takes together with "
                + $"{(loss.Systems.Length == 1 ? "a system" : $"{loss.Systems.Length} systems")}: nobody can tell who may be active",
            "keep the witness at a third place, lost with neither side.",
            "witness", "on");
}
