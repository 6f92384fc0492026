using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class SiteReader
{
    public static Site? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, PlanKeys.Site) is not { } fields)
        {
            return null;
        }

        var address = fields.Optional("address")?.Text();
        return Domains.Read(fields.Required("fails with", $"[building {name.Text}]")) is { } domains
            ? new Site(name.Text, [.. domains.Select(d => d.Domain)], address)
            : null;
    }
}
