using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Pictures.Histories;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Reports;

/// <summary>How long it took and how much would have been lost, over time, against what was agreed; and in words where nothing was measured.</summary>
internal static class HistorySection
{
    /// <summary>More do not fit on the paper.</summary>
    private const int MostSystems = 3;

    private static readonly TimeSpan LongestShown = TimeSpan.FromDays(366);

    public static XElement Of(ReportBasis basis)
    {
        (string System, XElement[] Pictures)[] all = [.. basis.WorstFirst.Select(s => (s.System.Name, PicturesOf(basis, s)))];
        var drawn = all.Where(s => s.Pictures.Length > 0).Take(MostSystems).ToArray();
        string[] silent = [.. all.Where(s => s.Pictures.Length == 0).Select(s => s.System)];
        var left = all.Length - drawn.Length - silent.Length;
        return ReportDocument.Section(
            "history",
            "Achieved and predicted, over time",
            drawn.Length == 0
                ? Html.P("There is no history to draw: nothing was ever drilled or failed over, and no two verified copies of any system are known. What is predicted above rests on no measurement of a whole recovery.")
                : null,
            drawn.Select(s => Html.Of("div", "histories", s.Pictures)),
            drawn.Length == 0 ? null : Html.Of("p", "note",
                "Left, until it operated again: a dot was measured in a drill or failover, a cross did not come back, a diamond was predicted before it, a short line nine times in ten. "
                + "Right, what a disaster would have lost right before each verified copy. Broken line: the target as it is today. Scales are logarithmic; times are UTC."),
            drawn.Length > 0 && silent.Length > 0 ? Html.P($"Nothing to draw, since nothing was measured: {StatusScreen.Names(silent)}.") : null,
            left > 0 ? Html.P($"Not drawn, though measured: {Spoken.Count(left)} more. \"holdfast status --score\" lists every measurement.") : null);
    }

    private static XElement[] PicturesOf(ReportBasis basis, SystemReadiness system)
    {
        var name = system.System.Name;
        Trial[] trials = [.. basis.Past.Record.Of(name).Where(t => !ClockSkew.IsAhead(t.At, basis.Now))];
        var gaps = Exposure.Gaps(basis.Basis.History.CopiesOf(name).Where(c => !ClockSkew.IsAhead(c, basis.Now)));
        return
        [
            .. trials.Length == 0 ? [] : new[]
            {
                Drawn(basis, $"{name}: until it operated again", $"{trials.Length} drills and failovers, {trials.Count(t => t.Failed)} failed.", system.System.Rto.Value, [.. trials.SelectMany(MarksOf)]),
            },
            .. gaps.Length == 0 ? [] : new[]
            {
                Drawn(
                    basis, $"{name}: what would have been lost", $"{gaps.Length} gaps between verified copies, the longest {Spoken.Of(gaps.Max(g => g.Lost))}.", system.System.Rpo.Value,
                    [.. gaps.Select(g => new Mark(MarkKind.Span, g.At, g.Lost)), .. system.Point is { } point ? [new Mark(MarkKind.Span, basis.Now, basis.Now - point)] : Array.Empty<Mark>()]),
            },
        ];
    }

    private static XElement Drawn(ReportBasis basis, string title, string description, TimeSpan target, ImmutableArray<Mark> marks)
    {
        // A little room before the first, and never so little in all that the times at the foot say nothing.
        var first = marks.Min(m => m.At);
        var shown = Shorter(LongestShown, Longer(TimeSpan.FromHours(1), (basis.Now - first) * 1.04));
        return HistoryPicture.Of(new(title, description, target, basis.Now - shown, basis.Now, marks));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static IEnumerable<Mark> MarksOf(Trial trial)
    {
        if (trial.Predicted.Value is { } typical)
        {
            yield return new(MarkKind.Predicted, trial.At, typical);
        }

        if (trial.PredictedP90.Value is { } upper)
        {
            yield return new(MarkKind.PredictedUpper, trial.At, upper);
        }

        yield return new(MarkKind.Measured, trial.At, trial.Measured);
    }
}
