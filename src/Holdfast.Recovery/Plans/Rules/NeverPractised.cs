using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Somebody with a part to play who has never played it.</summary>
internal sealed class NeverPractised() : Rule("never-practised", Severity.Warning, "ISO 22301:2019 8.5")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from practised in new[] { plan.Exercises.SelectMany(e => e.TookPart).ToHashSet() }
        from person in plan.Roles.SelectMany(r => r.HeldBy, (role, name) => (role, name)).GroupBy(p => p.name, p => p.role.Name)
        where !practised.Contains(person.Key)
        select At(
            $"{Shown.Quoted(person.Key)} holds {Shown.All(person)} and took part in no exercise",
            "hold one with them, and write it under \"exercises\".",
            "people", person.Key);
}
