using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class SiteReader
{
    public static Shape Shape { get; } = new(
        "site",
        "A place.",
        new("fails with", Written.ListOf(Domains.Written), "What it is lost with.", Needed: true),
        new("address", Written.Text, "Where it is."));

    public static Site? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var address = fields.Optional("address")?.Text();
        return Domains.Read(fields.Required("fails with", $"[building {name.Text}]")) is { } domains
            ? new Site(name.Text, [.. domains.Select(d => d.Domain)], address)
            : null;
    }
}
