using System.Collections.Immutable;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A row for something that the business does: until the minimum, until it operates, until all is caught up, against its MTPD.</summary>
public static class ProcessRow
{
    public static TimelineRow Of(ProcessPrediction p, string currency)
    {
        var (operating, upper, mtpd) = (p.Operating.P50.Value, p.Operating.P90.Value, p.Process.Mtpd);
        var told = p.Never is not null ? "NEVER" : operating is not { } typical ? "unknown" : Rounded.Of(typical, upper);
        var late = p.Never is not null || operating > mtpd;
        var verdict = mtpd is null ? "no limit in the plan"
            : $"at most {Spoken.Exactly(mtpd.Value)}: {(late ? "TOO LATE" : operating is null ? "nobody knows" : upper > mtpd ? "may be late" : "in time")}";
        return new(
            "process",
            p.Process.Name,
            p.Cost is > 0 and var cost ? $"costs about {Spoken.Money(cost)} {currency}" : "",
            $"{p.Process.Name}: {told}; {verdict}",
            Spans(p),
            operating,
            upper,
            mtpd,
            told,
            verdict,
            !late && operating is not null && !(upper > mtpd),
            p.Never is null ? null : $"it needs {p.Never}");
    }

    private static ImmutableArray<Span> Spans(ProcessPrediction p)
    {
        if (p.Operating.P50.Value is not { } operating)
        {
            return p.Never is null ? [new(SpanKind.Unknown, TimeSpan.Zero, TimeSpan.Zero, "?", "nobody knows how long it stands still")] : [];
        }

        var spans = ImmutableArray.CreateBuilder<Span>();
        var down = p.ByWorkaround && p.MinimumService.P50.Value is { } begins && begins < operating ? begins : operating;
        spans.Add(new(SpanKind.Down, TimeSpan.Zero, down, "stands still", $"stands still for {Spoken.Of(down)}"));
        Then(SpanKind.ByHand, down, operating, "by hand", "the minimum is done by hand");
        var full = p.FullService.P50.Value ?? operating;
        Then(SpanKind.CatchingUp, operating, full, "verify, re-key", "people verify and re-key");
        Then(SpanKind.Backlog, full, p.BacklogCleared.P50.Value ?? full, "backlog", "the backlog is worked off");
        return spans.ToImmutable();

        void Then(SpanKind kind, TimeSpan from, TimeSpan to, string label, string title)
        {
            if (to > from)
            {
                spans.Add(new(kind, from, to, label, $"{title}, until {Spoken.Of(to)}"));
            }
        }
    }
}
