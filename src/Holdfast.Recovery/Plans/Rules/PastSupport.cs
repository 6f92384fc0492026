namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Hardware that nobody repairs any more.</summary>
internal sealed class PastSupport() : Rule("past-support", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from thing in Ageing.In(plan)
        where thing.Life.SupportUntil < today
        select At(
            $"support of {thing.Said} ended on {thing.Life.SupportUntil:yyyy-MM-dd}",
            "extend it, or replace the thing: spare parts and corrections come no more.",
            thing.Section, thing.Name, "support until");
}
