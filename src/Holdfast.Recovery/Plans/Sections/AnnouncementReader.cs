using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class AnnouncementReader
{
    public static Shape Shape { get; } = new(
        "announcement",
        "Who is told what, when.",
        new("when", Written.Matching(@"^(detected|declared|recovering|recovered|abandoned|every .+)$"), "detected, declared, recovering, recovered, abandoned, or every and a duration.", Needed: true),
        new("tell", Parties.Audience, "Roles, people, everyone, or words for somebody outside.", Needed: true),
        new("by", ChannelList.Written),
        new("acknowledge within", Durations.Written, "How long they have to answer."),
        new("otherwise tell", Written.Text, "Who is told when nobody answered."),
        new("within", Durations.Written, "How soon after the declaration."),
        new("says", Written.Text, "The words."));

    private const string Again = "every ";

    public static Announcement? Read(Field item, PlanScope scope)
    {
        if (item.Fields(item.Node, Shape) is not { } fields)
        {
            return null;
        }

        var (moment, every) = WhenOf(fields.Required("when", "declared"));
        var otherwise = fields.Optional("otherwise tell");
        var acknowledge = otherwise is null ? fields.Optional("acknowledge within") : fields.Required("acknowledge within", "10 minutes");
        return new Announcement(
            moment,
            every,
            Parties.ReadAll(fields.Required("tell", "[recovery lead]"), scope, outsiders: true),
            fields.Has("by") ? ChannelList.Read(fields.Optional("by")) : [],
            acknowledge?.Duration(),
            Parties.Read(otherwise, scope),
            fields.Optional("within")?.Duration(),
            fields.Optional("says")?.Text());
    }

    private static (Moment?, TimeSpan?) WhenOf(Field? field)
    {
        if (field?.Node is TextNode node && node.Text.StartsWith(Again, StringComparison.Ordinal))
        {
            var complaint = Durations.Kind.Complaint(node.Text[Again.Length..].Trim(), out var every);
            if (complaint is not null)
            {
                field.Refuse(ProblemId.BadDuration, complaint, "write it as \"every 4 hours\".");
            }

            return (null, every);
        }

        return (field?.Word<Moment>(), null);
    }
}
