using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class AnnouncementReader
{
    private const string Again = "every ";

    public static Announcement? Read(Field item, PlanScope scope)
    {
        if (item.Fields(item.Node, PlanKeys.Announcement) is not { } fields)
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
