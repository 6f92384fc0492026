using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Something that the plan knows to be lost as a whole, and nobody has thought through.</summary>
internal sealed class ScenarioMissing() : Rule("scenario-missing", Severity.Note, "FFIEC BCM")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from foreseen in new[] { plan.Scenarios.SelectMany(s => s.Loses).Select(d => d.Kind).ToHashSet() }
        from kind in plan.Domains.Where(d => Usual.Contains(d.Kind) && !foreseen.Contains(d.Kind)).GroupBy(d => d.Kind, d => d.ToString())
        let things = kind.ToArray()
        select At(
            $"no scenario foresees a loss of the kind {kind.Key}: {Shown.Some(things)}",
            $"write one under \"scenarios\", such as  {{ loses: [{things[0]}] }}",
            "scenarios");

    private static readonly string[] Usual = ["building", "power", "provider", "credentials", "account", "internet"];
}
