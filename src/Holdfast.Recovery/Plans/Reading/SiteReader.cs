namespace Holdfast.Recovery.Plans.Reading;

internal static class SiteReader
{
    public static Site? Read(TextNode name, Field entry) =>
        entry.Fields(name, "fails with") is { } fields
        && Domains.Read(fields.Required("fails with", $"[building {name.Text}]")) is { } domains
            ? new Site(name.Text, [.. domains.Select(d => d.Domain)])
            : null;
}
