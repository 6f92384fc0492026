using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A scenario that is practised less than once a year.</summary>
internal sealed class DrillTooRare() : Rule("drill-too-rare", Severity.Note, "DORA art. 11/12")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from drill in plan.Drills.Index()
        where drill.Item.Every.From(today) > today.AddYears(1)
        select At(
            $"scenario {Shown.Quoted(drill.Item.Scenario)} is practised only every {drill.Item.Every}",
            "practise it once a year at least, and after every change that matters.",
            "drills", $"{drill.Index}", "every");
}
