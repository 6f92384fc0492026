using Holdfast.Recovery.Plans.Data;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads what is protected, how often and where to.</summary>
internal sealed class ProtectionReader(PlanScope scope, Host? runsOn, Host? recoversOn)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static Shape KeepShape { get; } = new(
        "keep",
        "Which copies are kept.",
        new("last", Written.Whole(1), "How many of the newest."),
        new("hourly", Written.Whole(1), "How many of the last hours."),
        new("daily", Written.Whole(1), "How many of the last days."),
        new("weekly", Written.Whole(1), "How many of the last weeks."),
        new("monthly", Written.Whole(1), "How many of the last months."),
        new("yearly", Written.Whole(1), "How many of the last years."),
        new("within", CalendarSpans.Written, "All of the newest stretch."));

    public static Shape Shape { get; } = new(
        "protect",
        "What is protected, how often, where to.",
        new("every", Durations.Written, "Time between two backups.", Needed: true),
        new("to", Written.ListOf(Written.Text), "Repositories.", Needed: true),
        new("at least", LeastContents.Written),
        new("keep", Written.Mapping(KeepShape)),
        new("hold until", Dates.Written, "A legal hold."),
        new("verify every", CalendarSpans.Written, "How often old copies are read back."))
    {
        Alternatives = [.. DataKinds.All.Select(kind => kind.Words)],
    };

    /// <returns>Null when it can't be known what is protected, which was reported.</returns>
    public Protection? Read(Field field, PlanNode owner)
    {
        if (field.Node is TextNode { IsNull: false } word)
        {
            field.Refuse(ProblemId.BadChoice, $"is neither what is protected nor \"nothing\": {Shown.Quoted(word.Text)}",
                "write  protect: { files: documents, every: 1 hour, to: [nas] }  or  protect: nothing  with the reason under  because:");
            return null;
        }

        if (Choice.Read(field, owner, Shape) is not { } choice)
        {
            return null;
        }

        var fields = choice.Fields;
        var data = DataKinds.All.Single(kind => kind.Word == choice.Kind).Read(fields, new(runsOn, recoversOn));
        var every = EveryOf(fields.Required("every", "15 minutes"));
        var to = scope.Repositories.ReferAll(fields.Required("to", "[nas, offsite]")?.SomeItems());
        var least = fields.Optional("at least") is { } atLeast ? LeastContents.Read(atLeast) : null;
        var retention = fields.Optional("keep") is { } keep ? KeepOf(keep, fields.KeyOf("keep")) : null;
        var holdUntil = fields.Optional("hold until")?.As(Dates.Kind);
        var verifyEvery = fields.Optional("verify every")?.As(CalendarSpans.Kind);
        return data is null
            ? null
            : new Protection(data, every ?? default, [.. to.Select(t => t.Name)]) { AtLeast = least, Keep = retention, HoldUntil = holdUntil, VerifyEvery = verifyEvery };
    }

    /// <summary>A schedule that nothing can keep would only keep a machine busy.</summary>
    private static TimeSpan? EveryOf(Field? field)
    {
        var every = field?.Duration();
        if (every < Shortest)
        {
            field!.Refuse(ProblemId.BadDuration, "is shorter than a second", "a copy is begun once a second at most; write \"15 minutes\" or what the RPO asks for.");
        }

        return every;
    }

    private static Retention? KeepOf(Field field, PlanNode key)
    {
        if (field.Fields(key, KeepShape) is not { } fields)
        {
            return null;
        }

        if (field.Node is MapNode { Entries.IsEmpty: true })
        {
            field.Refuse(ProblemId.NoValue, "is empty, which would keep nothing", "write at least one reason to keep a copy, such as  daily: 14");
        }

        return new Retention(Count("last"), Count("hourly"), Count("daily"), Count("weekly"), Count("monthly"), Count("yearly"),
            fields.Optional("within")?.As(CalendarSpans.Kind));

        int? Count(string key) => fields.Optional(key)?.Integer(1, 100_000);
    }
}
