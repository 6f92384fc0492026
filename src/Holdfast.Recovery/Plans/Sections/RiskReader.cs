using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class RiskReader
{
    public static Shape Shape { get; } = new(
        "risk",
        "A line of the risk register.",
        new("likelihood", Likelihoods.Written, Needed: true),
        new("impact", Written.NumberOrText, "A sum, or words.", Needed: true),
        new("treatment", Written.Choice<Treatment>(), "What is decided.", Needed: true),
        new("by", Written.Text, "What is done about it."),
        new("owner", Written.Text, "A role or a person."),
        new("scenario", Written.Text, "What happens when it comes true."),
        new("review", Dates.Written, "When it is looked at again."));

    public static Risk? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
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
