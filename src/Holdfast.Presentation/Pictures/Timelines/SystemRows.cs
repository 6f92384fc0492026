using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A row for each system that is lost: what is done to bring it back, when, against its RTO.</summary>
public sealed class SystemRows(Loss loss, Prediction prediction)
{
    private readonly Dictionary<string, Expectation> _expected = prediction.Systems.ToDictionary(e => e.System);
    private readonly ILookup<string, TimelineStep> _steps = prediction.Timeline.ToLookup(s => s.Step.System);
    /// <summary>None where a step's time is not known: any of those may decide.</summary>
    private readonly HashSet<StepName> _critical = prediction.Unmeasured.IsEmpty ? [.. prediction.CriticalPath.Select(s => s.Step)] : [];
    private readonly TimeSpan _declared = prediction.Declaration.Value ?? TimeSpan.Zero;

    /// <summary>Those that begin first coming first, those that never come back last.</summary>
    public List<TimelineRow> All()
    {
        var systems = loss.Systems.ToDictionary(s => s.Name);
        return
        [
            .. prediction.Systems.OrderBy(e => _steps[e.System].Select(s => s.Ready).DefaultIfEmpty().Min()).Select(e => Back(systems[e.System])),
            .. loss.Unrecoverable.Select(u => Gone(systems[u.Key], u.Value)),
        ];
    }

    private TimelineRow Back(ProtectedSystem system)
    {
        var expected = _expected[system.Name];
        var (rto, typical, upper) = (system.Rto.Value, expected.Rto.Value, expected.RtoP90.Value);
        var told = typical is null ? "unknown" : Rounded.Of(typical.Value, upper);
        var verdict = typical is null ? "nobody knows" : typical > rto ? "TOO LATE" : upper > rto ? "may be late" : "in time";
        return new(
            "system",
            system.Name,
            system.Tier ?? "",
            $"{system.Name}: {told}; target {Spoken.Exactly(rto)}: {verdict}",
            Spans(system),
            typical,
            upper,
            rto,
            told,
            $"target {Spoken.Exactly(rto)}: {verdict}",
            verdict == "in time",
            null);
    }

    private static TimelineRow Gone(ProtectedSystem system, string why) => new(
        "system", system.Name, system.Tier ?? "", $"{system.Name} never comes back: {why}", [], null, null, system.Rto.Value, "NEVER", $"target {Spoken.Exactly(system.Rto.Value)}", false, why);

    /// <summary>Steps of one kind that follow each other are one stretch.</summary>
    private ImmutableArray<Span> Spans(ProtectedSystem system)
    {
        var actions = system.Recover.ToDictionary(s => s.Name, s => s.Action);
        var spans = new List<Span>();
        foreach (var step in _steps[system.Name])
        {
            var kind = step.Alone.Value is null ? SpanKind.Unknown : KindOf(actions[step.Step.Step]);
            var critical = _critical.Contains(step.Step);
            var title = $"{step.Step}: {(kind == SpanKind.Unknown ? "nobody knows how long" : Spoken.Of(step.Done - step.Ready))}";
            if (spans.Count > 0 && spans[^1].Kind == kind && spans[^1].Critical == critical)
            {
                spans[^1] = spans[^1] with { To = _declared + step.Done, Title = $"{spans[^1].Title}; {title}" };
            }
            else
            {
                spans.Add(new(kind, _declared + step.Ready, _declared + step.Done, Word(kind), title, critical));
            }
        }

        return [.. spans];
    }

    private static SpanKind KindOf(StepAction action) => action switch
    {
        RestoreAction => SpanKind.Restore,
        CheckAction => SpanKind.Check,
        PersonAction => SpanKind.People,
        WaitAction => SpanKind.Wait,
        _ => SpanKind.Start,
    };

    private static string Word(SpanKind kind) => kind switch
    {
        SpanKind.Restore => "restore",
        SpanKind.Check => "check",
        SpanKind.People => "people",
        SpanKind.Wait => "wait",
        SpanKind.Unknown => "?",
        _ => "start",
    };
}
