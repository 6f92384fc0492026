using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A call that nobody answers, and nothing follows from it.</summary>
internal sealed class NoEscalation() : Rule("no-escalation", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from told in plan.Communication.Index()
        where told.Item is { AcknowledgeWithin: not null, OtherwiseTell: null }
        select At(
            $"{Shown.All(told.Item.Tell.Select(p => p.Name))} are to answer within {Durations.Text(told.Item.AcknowledgeWithin!.Value)}, and nothing follows when they don't",
            "name who is told then, under \"otherwise tell\".",
            "communication", $"{told.Index}", "acknowledge within");
}
