using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class TierReader
{
    public static Shape Shape { get; } = new(
        "tier",
        "How critical a system is.",
        new("rto", Durations.Written, "Agreed limit to operate again."),
        new("rpo", Durations.Written, "Agreed limit of lost data, in time."),
        new("work recovery", Durations.Written, "What people still do once it operates."),
        new("drill every", CalendarSpans.Written, "How often its systems are drilled."));

    /// <summary>What a tier that every plan has leaves out stays as it is; one of the plan's own says both objectives.</summary>
    public static Tier? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var known = Tier.BuiltIn.FirstOrDefault(t => t.Name == name.Text);
        var rto = (known is null ? fields.Required("rto", "4 hours") : fields.Optional("rto"))?.Duration();
        var rpo = (known is null ? fields.Required("rpo", "1 hour") : fields.Optional("rpo"))?.Duration();
        return new Tier(
            name.Text,
            rto ?? known?.Rto ?? default,
            rpo ?? known?.Rpo ?? default,
            fields.Optional("work recovery")?.Duration() ?? known?.WorkRecovery,
            fields.Optional("drill every")?.As(CalendarSpans.Kind) ?? known?.DrillEvery);
    }
}
