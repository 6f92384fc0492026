using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>The options <c>--keep-...</c>, which together are a policy.</summary>
internal sealed class KeepOptions
{
    private readonly Option<string?> _last = Count("last", "-l", "the newest n snapshots");
    private readonly Option<string?> _hourly = Count("hourly", "-H", "the last snapshot of each of the last n hours with one");
    private readonly Option<string?> _daily = Count("daily", "-d", "the same for days");
    private readonly Option<string?> _weekly = Count("weekly", "-w", "the same for weeks");
    private readonly Option<string?> _monthly = Count("monthly", "-m", "the same for months");
    private readonly Option<string?> _yearly = Count("yearly", "-y", "the same for years");
    private readonly Option<string?> _within = Within("", "all snapshots so much younger than the newest, such as 1y5m7d2h");
    private readonly Option<string?> _withinHourly = Within("-hourly", "of those, the last of each hour");
    private readonly Option<string?> _withinDaily = Within("-daily", "of those, the last of each day");
    private readonly Option<string?> _withinWeekly = Within("-weekly", "of those, the last of each week");
    private readonly Option<string?> _withinMonthly = Within("-monthly", "of those, the last of each month");
    private readonly Option<string?> _withinYearly = Within("-yearly", "of those, the last of each year");
    private readonly Option<string[]> _tags = SnapshotChoice.Several("--keep-tag", "Keep snapshots with all of these tags: a comma means \"and\"");

    internal void AddTo(Command command)
    {
        Option[] all =
        [
            _last, _hourly, _daily, _weekly, _monthly, _yearly,
            _within, _withinHourly, _withinDaily, _withinWeekly, _withinMonthly, _withinYearly, _tags,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">A count or a span makes no sense.</exception>
    internal KeepPolicy Policy(ParseResult line) => new()
    {
        Last = CountOf(line, _last),
        Hourly = CountOf(line, _hourly),
        Daily = CountOf(line, _daily),
        Weekly = CountOf(line, _weekly),
        Monthly = CountOf(line, _monthly),
        Yearly = CountOf(line, _yearly),
        Within = SpanOf(line, _within),
        WithinHourly = SpanOf(line, _withinHourly),
        WithinDaily = SpanOf(line, _withinDaily),
        WithinWeekly = SpanOf(line, _withinWeekly),
        WithinMonthly = SpanOf(line, _withinMonthly),
        WithinYearly = SpanOf(line, _withinYearly),
        Tags = [.. line.GetValue(_tags)!.Select(TagList.Parse)],
    };

    private static Option<string?> Count(string kind, string shortName, string what) =>
        new("--keep-" + kind, shortName) { Description = $"Keep {what}, or \"unlimited\"", HelpName = "n" };

    private static Option<string?> Within(string kind, string what) =>
        new("--keep-within" + kind) { Description = $"Keep {what}", HelpName = "duration" };

    private static int CountOf(ParseResult line, Option<string?> option) => line.GetValue(option) switch
    {
        null => 0,
        "unlimited" => KeepPolicy.Unlimited,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) => count >= 0
            ? count
            : throw Wrong(text, option, "negative values not allowed, use 'unlimited' instead"),
        var text => throw Wrong(text, option, "it is no number"),
    };

    private static KeepSpan SpanOf(ParseResult line, Option<string?> option) =>
        line.GetValue(option) is { } text ? KeepSpan.Parse(text) : default;

    private static UsageException Wrong(string text, Option option, string why) =>
        new($"invalid argument \"{text}\" for \"{option.Name}\" flag: {why}");
}
