using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class RiskReader
{
    public static Risk? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, PlanKeys.Risk) is not { } fields)
        {
            return null;
        }

        var likelihood = fields.Required("likelihood", "once in 5 years")?.As(Likelihoods.Kind);
        var impact = fields.Required("impact", "100000")?.Text();
        decimal costs = 0;
        var isSum = impact is not null && Amounts.Complaint(impact.Trim(), out costs) is null;
        return new Risk(
            name.Text,
            likelihood ?? default,
            isSum ? null : impact,
            isSum ? costs : null,
            fields.Required("treatment", "reduce")?.Word<Treatment>() ?? default,
            fields.Optional("by")?.Text(),
            Parties.Read(fields.Optional("owner"), scope),
            fields.Optional("scenario") is { } scenario ? scope.Scenarios.Refer(scenario).Name : null,
            fields.Optional("review")?.As(Dates.Kind));
    }
}
