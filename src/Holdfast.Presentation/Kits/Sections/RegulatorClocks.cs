using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>What the laws that the plan names want to be told, and until when.</summary>
public static class RegulatorClocks
{
    private static readonly (string Law, string Clause, string What, string Within)[] Reports =
    [
        ("nis2", "NIS2 article 23", "early warning", "24 hours after you became aware"),
        ("nis2", "NIS2 article 23", "incident notification", "72 hours after you became aware"),
        ("nis2", "NIS2 article 23", "final report", "one month after the notification"),
        ("dora", "DORA article 19", "initial notification", "4 hours after it was classified as major, 24 hours after you became aware"),
        ("dora", "DORA article 19", "intermediate report", "72 hours after the initial notification"),
        ("dora", "DORA article 19", "final report", "one month after the intermediate report"),
    ];

    /// <returns>Nothing where the plan names no law that has such clocks.</returns>
    public static IEnumerable<XElement> Of(Plan plan)
    {
        var due = Reports.Where(r => plan.Regulations.Contains(r.Law)).ToArray();
        return due.Length == 0 ? [] :
        [
            Html.Element("h3", "The regulator's clocks"),
            Html.P("They run from the moment when you became aware, not from the declaration. If it is unclear whether a report is due, ask for advice now; do not wait until you know everything."),
            Html.Blank("We became aware at (date and time)"),
            Html.Table(
                "fill",
                ["Report", "Asked for by", "Within", "So until (write the time)", "Sent at, by"],
                due.Select(r => (IReadOnlyList<object?>)[Html.Strong(r.What), r.Clause, r.Within, null, null])),
        ];
    }
}
