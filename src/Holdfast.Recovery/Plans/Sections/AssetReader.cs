using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class AssetReader
{
    public static Asset? Read(TextNode name, Field entry, PlanScope scope) => entry.Fields(name, PlanKeys.Asset) is { } fields
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
