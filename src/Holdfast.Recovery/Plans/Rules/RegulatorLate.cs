using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Reports to the authority that the law asks for and the plan does not foresee.</summary>
internal sealed class RegulatorLate() : Rule("regulator-late", Severity.Error, "NIS2 art. 23")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today)
    {
        var outside = plan.Communication
            .Where(c => c.Within is not null && c.Tell.Any(p => p.Kind == PartyKind.Outside))
            .Select(c => c.Within!.Value).Order().ToArray();
        return plan.Regulations.Contains("nis2")
            ? Reports.Index().Where(r => r.Index >= outside.Length || outside[r.Index] > r.Item.Within).Select(r => At(
                $"the plan foresees no {r.Item.What} to somebody outside within {r.Item.Said}",
                $"write it, such as  - {{ when: declared, tell: [computer emergency team], by: [email], within: {Durations.Text(r.Item.Within)} }}",
                "communication"))
            : [];
    }

    private static readonly (string What, TimeSpan Within, string Said)[] Reports =
    [
        ("early warning", TimeSpan.FromHours(24), "24 hours"),
        ("notification", TimeSpan.FromHours(72), "72 hours"),
        // Due a month after the notification, not after the incident.
        ("final report", TimeSpan.FromDays(33), "one month of the notification"),
    ];
}
