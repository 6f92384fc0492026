using Holdfast.Recovery.Plans.Data;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads what is protected, how often and where to.</summary>
internal sealed class ProtectionReader(PlanScope scope, Host? runsOn, Host? recoversOn)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestJitter = TimeSpan.FromHours(6);

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
        new("every", Written.Either(Durations.Written, ClockTimes.Written), "Time between two backups, or the times of the day at which they are taken.", Needed: true),
        new("not between", ClockTimes.WindowWritten, "When no backup begins."),
        new("jitter", Durations.Written, "By how much at most backups at times of the day begin later, so that many machines do not begin at once."),
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
        var often = fields.Required("every", "15 minutes");
        var at = often?.Node is TextNode text && ClockTimes.AreMeant(text.Text) ? ClockTimes.Read(often, scope.TimeZone) : null;
        var every = often?.Node is TextNode length && ClockTimes.AreMeant(length.Text) ? at?.Longest : EveryOf(often);
        var quiet = fields.Optional("not between") is { } notBetween ? ClockTimes.ReadWindow(notBetween, scope.TimeZone) : null;
        var jitter = JitterOf(fields.Optional("jitter"), often, at);
        RefuseQuiet(fields.Optional("not between"), at, jitter, quiet);
        var to = scope.Repositories.ReferAll(fields.Required("to", "[nas, offsite]")?.SomeItems());
        var least = fields.Optional("at least") is { } atLeast ? LeastContents.Read(atLeast) : null;
        var retention = fields.Optional("keep") is { } keep ? KeepOf(keep, fields.KeyOf("keep")) : null;
        var holdUntil = fields.Optional("hold until")?.As(Dates.Kind);
        var verifyEvery = fields.Optional("verify every")?.As(CalendarSpans.Kind);
        return data is null
            ? null
            : new Protection(data, every ?? default, [.. to.Select(t => t.Name)]) { At = at, NotBetween = quiet, Jitter = jitter, AtLeast = least, Keep = retention, HoldUntil = holdUntil, VerifyEvery = verifyEvery };
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

    /// <summary>Where copies follow each other the first one says when the others come: no two machines began at the same second.</summary>
    private static TimeSpan JitterOf(Field? field, Field? often, TimesOfDay? at)
    {
        var jitter = field?.Duration() ?? TimeSpan.Zero;
        if (field is not null && at is null && often?.Node is TextNode text && !ClockTimes.AreMeant(text.Text))
        {
            field.Refuse(ProblemId.StrayReason, "delays backups that are taken at no time of the day", "remove it, or say when they are taken, such as  every: day at 02:00 Europe/Berlin");
        }
        else if (jitter > LongestJitter)
        {
            field!.Refuse(ProblemId.BadDuration, $"is longer than {Durations.Text(LongestJitter)}", "it spreads what would begin at one moment: some minutes are enough.");
        }

        return jitter;
    }

    /// <summary>A time of the day at which no copy may begin is one too many.</summary>
    private static void RefuseQuiet(Field? field, TimesOfDay? at, TimeSpan jitter, PartOfDay? quiet)
    {
        if (at is not null && quiet is not null && at.Clock == quiet.Clock
            && at.Times.Where(time => time.IsBetween(quiet.From, quiet.Until) || (time != quiet.From && quiet.From - time < jitter)).Select(time => (TimeOnly?)time).FirstOrDefault() is { } none)
        {
            field!.Refuse(
                ProblemId.BadTime, $"lets no backup begin when one is to begin, at {none:HH:mm}{(none.IsBetween(quiet.From, quiet.Until) ? "" : " with its jitter")}",
                "name another time under \"every\", or another stretch here.");
        }
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
