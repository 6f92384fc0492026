using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class StandbyReader
{
    public static Shape Shape { get; } = new(
        "standby",
        "How much of a system already stands elsewhere.",
        new("kind", Written.Choice<StandbyKind>(), "How ready it is.", Needed: true),
        new("on", Written.Text, "The host; default: where it recovers."),
        new("lag", Durations.Written, "How far it may be behind."));

    /// <summary>Its kind alone, or a mapping that says more.</summary>
    public static Standby Read(Field field, PlanNode key, PlanScope scope)
    {
        if (field.Node is not MapNode)
        {
            return new Standby(field.Word<StandbyKind>() ?? StandbyKind.None, null, null);
        }

        var fields = field.Fields(key, Shape)!;
        return new Standby(
            fields.Required("kind", "warm")?.Word<StandbyKind>() ?? StandbyKind.None,
            fields.Optional("on") is { } on ? scope.Hosts.Refer(on).Name : null,
            fields.Optional("lag")?.Duration());
    }
}
