using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A call of which nobody knows whether it was heard.</summary>
internal sealed class NoAcknowledgement() : Rule("no-acknowledgement", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from told in plan.Communication.Index()
        where told.Item is { When: Moment.Detected or Moment.Declared, AcknowledgeWithin: null } && told.Item.Tell.Any(p => p.Kind != PartyKind.Outside)
        select At(
            $"{Shown.All(told.Item.Tell.Select(p => p.Name))} need not answer when an emergency is {Words.Of(told.Item.When!.Value)}: nobody knows whether they heard",
            "write  acknowledge within: 10 minutes  and who is told otherwise.",
            "communication", $"{told.Index}");
}
