using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class AssetReader
{
    public static Shape Shape { get; } = new(
        "asset",
        "Hardware that wears out.",
        new("of", Written.Text, "The host that it is part of."),
        new("kind", Written.Choice<AssetKind>(), "What it is."),
        new("count", Written.Whole(1), "How many."),
        new("bought", Dates.Written, "When it was bought."),
        new("lifetime", CalendarSpans.Written, "How long it will do."),
        new("support until", Dates.Written, "When the maker's support ends."),
        new("annual failure rate", Percents.Written, "The share that fails within a year."),
        new("redundancy", Written.Choice<Redundancy>(), "What stands in for a failed one."),
        new("lead time", Durations.Written, "Until a failed one is replaced."),
        new("costs", Amounts.Written, "Of one."));

    public static Asset? Read(TextNode name, Field entry, PlanScope scope) => entry.Fields(name, Shape) is { } fields
        ? new Asset(
            name.Text,
            fields.Optional("of") is { } of ? scope.Hosts.Refer(of).Name : null,
            fields.Optional("kind")?.Word<AssetKind>() ?? AssetKind.Other,
            fields.Optional("count")?.Integer(1, 1_000_000) ?? 1,
            Lives.Read(fields),
            fields.Optional("annual failure rate")?.As(Percents.Kind),
            fields.Optional("redundancy")?.Word<Redundancy>() ?? Redundancy.None,
            fields.Optional("lead time")?.Duration(),
            fields.Optional("costs")?.As(Amounts.Kind))
        : null;
}
