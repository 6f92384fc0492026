using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads who waits and is paid all the same: <c>50 at 20 an hour</c>.</summary>
internal static partial class IdlePeopleReader
{
    public static Shape Shape { get; } = new(
        "idlePeople",
        "Who waits and is paid.",
        new("count", Written.Whole(1), "How many.", Needed: true),
        new("costs", Money.Written, "Of each.", Needed: true));

    private const int Most = 1_000_000;

    /// <summary>A text, or a mapping of the same two numbers.</summary>
    public static IdlePeople? Read(Field field, PlanNode key)
    {
        if (field.Node is MapNode)
        {
            var fields = field.Fields(key, Shape)!;
            return new IdlePeople(fields.Required("count", "50")?.Integer(1, Most) ?? 0, fields.Required("costs", "20 an hour")?.CostPerHour() ?? 0);
        }

        if (field.Text() is not { } text)
        {
            return null;
        }

        var match = Pattern().Match(text.Trim());
        if (int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= Most
            && Money.Kind.Complaint(match.Groups["costs"].Value, out var perHour) is null)
        {
            return new IdlePeople(count, perHour);
        }

        field.Refuse(ProblemId.BadIdlePeople, $"does not say how many people wait and what an hour of each costs: {Shown.Quoted(text)}", "write it as \"50 at 20 an hour\".");
        return null;
    }

    [GeneratedRegex(@"^(?<count>[0-9]+)\s+at\s+(?<costs>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
