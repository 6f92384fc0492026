using System.Collections.Immutable;
using System.Text;
using Holdfast.Execution.Alerts;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Alerts;

/// <summary>Puts what is told into words. What others wrote (names of files, answers of servers) is made harmless, as on a screen.</summary>
/// <param name="verdict">Whether all is well, in a sentence.</param>
/// <param name="machine">Whose look it is.</param>
public sealed class AlertText(Plan plan, string verdict, string machine, DateTimeOffset now)
{
    private const int LongestTitle = 160, LongestLine = 600;

    /// <summary>Of a message with very many, so many are listed.</summary>
    private const int MostItems = 40;

    public AlertMessage News(ImmutableArray<AlertItem> items)
    {
        var text = new StringBuilder();
        foreach (var change in items.GroupBy(i => i.Change))
        {
            text.AppendLine(change.Key switch { AlertChange.Began => "NEW", AlertChange.Still => "STILL SO", AlertChange.Unanswered => "NOBODY SEES TO IT", AlertChange.SeenTo => "SOMEBODY SEES TO IT", _ => "OVER" });
            foreach (var item in change.Take(MostItems))
            {
                text.AppendLine(Line(item));
                if (item.SeenTo is { } who)
                {
                    text.AppendLine($"      {TerminalText.Shown(who)}");
                }
                else if (item.Do is { } what)
                {
                    text.AppendLine($"      to do: {TerminalText.Shown(what)}");
                }

                if (item is { Level: TroubleLevel.Urgent, Change: AlertChange.Began or AlertChange.Still or AlertChange.Unanswered })
                {
                    text.AppendLine($"      if you see to it: holdfast alerts acknowledge {item.Code}");
                }
            }

            if (change.Count() > MostItems)
            {
                text.AppendLine($"  and {change.Count() - MostItems} more");
            }

            text.AppendLine();
        }

        return Message(AlertKind.News, TitleOf(items), Whole(text), items);
    }

    /// <summary>One screen: the verdict, each system, what stands.</summary>
    public AlertMessage Summary(ReadinessAnswer answer, IReadOnlyCollection<Trouble> troubles)
    {
        var text = new StringBuilder();
        foreach (var system in answer.Systems.OrderByDescending(s => s.Verdict).Take(MostItems))
        {
            var point = system.Point is { } at ? $"newest verified copy {Spoken.Of(Ago(at))} old" : system.System.HoldsNothing ? "holds no data" : "no verified copy";
            text.AppendLine($"  {TerminalText.Shown(system.System.Name)}: {Paint.Word(system.Verdict)}; {point}; back typically after {Spoken.Of(system.Rto.Value, "nobody knows how long")}, may be {Spoken.Of(system.System.Rto.Value)}");
        }

        if (answer.Systems.Length > MostItems)
        {
            text.AppendLine($"  and {answer.Systems.Length - MostItems} more");
        }

        text.AppendLine();
        text.AppendLine(troubles.Count == 0 ? "Nothing is to be put right." : "TO BE PUT RIGHT");
        foreach (var trouble in troubles.OrderByDescending(t => t.Level).Take(MostItems / 2))
        {
            text.AppendLine(Line(trouble.Level, trouble.About, trouble.Text));
        }

        if (troubles.Count > MostItems / 2)
        {
            text.AppendLine($"  and {troubles.Count - (MostItems / 2)} more");
        }

        var steps = NextStep.Of(answer);
        if (steps.Count > 0)
        {
            text.AppendLine().AppendLine("WHAT WOULD TELL, OR HELP");
            foreach (var step in steps.Take(6))
            {
                text.AppendLine($"  {TerminalText.Shown($"{LackWords.Of(step.Lack)}: {StatusScreen.Names(step.Systems)}")}\n      {TerminalText.Shown(step.Do)}");
            }
        }

        text.AppendLine();
        return Message(AlertKind.Summary, $"{plan.Organization}: the week: {Word(answer.Verdict)}", Whole(text), []);
    }

    /// <summary>For those who heard until now, when the plan that says who hears becomes another one.</summary>
    /// <param name="notSigned">That it is not signed; null: it is, or needs not be.</param>
    public static AlertMessage Changed(Plan plan, string? notSigned, string machine, DateTimeOffset now) => new(
        NewId(), now, AlertKind.News, plan.Organization, machine, TerminalText.Shown($"{(notSigned is null ? "" : "URGENT: ")}{plan.Organization}: the plan that says who hears of trouble was changed"),
        $"{(notSigned is null ? "" : TerminalText.Shown(notSigned) + "\n\n")}From now on {machine} keeps the schedule by the plan's file as it is since {now:yyyy-MM-dd HH:mm} UTC, and tells those whom that one names; you may hear no more.\nIf none of you changed it, somebody else did. To see: holdfast plan show\n", []);

    public static AlertMessage Test(Plan plan, string machine, DateTimeOffset now) => new(
        NewId(), now, AlertKind.Test, plan.Organization, machine, TerminalText.Shown($"{plan.Organization}: a test of Holdfast's alerts"),
        $"This is a test, sent from {machine} on {now:yyyy-MM-dd HH:mm} UTC. You get this, so you will hear when protection fails.\n", []);

    private AlertMessage Message(AlertKind kind, string title, string text, ImmutableArray<AlertItem> items) =>
        new(NewId(), now, kind, plan.Organization, machine, Cut(TerminalText.Shown(title), LongestTitle), text, items);

    private string Whole(StringBuilder text) =>
        $"{TerminalText.Shown(verdict)}\n\n{text}As {machine} saw it on {now:yyyy-MM-dd HH:mm} UTC. To look: holdfast status\n";

    private string TitleOf(ImmutableArray<AlertItem> items)
    {
        var first = items[0];
        var said = first.Change switch
        {
            AlertChange.Began => $"{first.About}: {first.Text}",
            AlertChange.Unanswered => $"nobody sees to it, for {Spoken.Of(Ago(first.Since))}: {first.About}: {first.Text}",
            AlertChange.SeenTo => $"{first.SeenTo} sees to it: {first.About}: {first.Text}",
            AlertChange.Still => $"still, since {Spoken.Of(Ago(first.Since))}: {first.About}: {first.Text}",
            _ => $"over: {first.About}: {first.Text}",
        };
        return $"{(first is { Level: TroubleLevel.Urgent, Change: not (AlertChange.Over or AlertChange.SeenTo) } ? "URGENT: " : "")}{plan.Organization}: {(items.Length > 1 ? $"{items.Length} things, the first: " : "")}{said}";
    }

    private string Line(AlertItem item) =>
        Line(item.Change == AlertChange.Over ? TroubleLevel.Notice : item.Level, item.About, item.Text) + (item.Change == AlertChange.Began ? "" : $" (since {Spoken.Of(Ago(item.Since))})");

    private static string Line(TroubleLevel level, string about, string text) => $"{(level == TroubleLevel.Urgent ? "!" : " ")} {Cut(TerminalText.Shown($"{about}: {text}"), LongestLine)}";

    /// <summary>What a clock that ran ahead dated is not told to be less than nothing old.</summary>
    private TimeSpan Ago(DateTimeOffset at) => now > at ? now - at : TimeSpan.Zero;

    private static string Word(Verdict verdict) => verdict switch { Verdict.Good => "good", Verdict.NotProven => "not proven", _ => "NOT GOOD ENOUGH" };

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
