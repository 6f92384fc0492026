using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>A prediction as tables for people.</summary>
public static class PredictionTables
{
    private const string Never = "never";
    private const string Unknown = "unknown";

    /// <param name="only">The systems to tell of; null: of all.</param>
    public static void Show(Screen screen, Loss loss, Prediction prediction, RecoveryGraph graph, DateTimeOffset now, IReadOnlySet<string>? only = null)
    {
        screen.Heading($"If \"{loss.Scenario.Name}\" happened now");
        screen.Table(
            ["", ">RTO", ">P50", ">P90", "founded on", ">RPO", ">loss at most", "founded on"],
            [
                .. graph.Systems.Zip(prediction.Systems).Where(s => IsTold(s.First.Name)).Select(s => Row(s.First.Name, s.First.Rto.Value, s.Second)),
                .. loss.Systems.Where(s => loss.Unrecoverable.ContainsKey(s.Name) && IsTold(s.Name)).Select(s => Lost(s.Name, s.Rto.Value, Never)),
                .. loss.Systems.Select(s => s.Rto.Value).OrderDescending().Take(1).Select(rto => loss.Unrecoverable.IsEmpty
                    ? Row("the business", rto, prediction.Business)
                    : Lost("the business", rto, graph.Systems.IsEmpty ? Never : Assessment.NotAll)),
            ]);
        screen.Line(prediction.Declaration.From == Provenance.Declared
            ? $"In each: {Spoken.Of(prediction.Declaration.Value!.Value)} until somebody declares it, which the plan declares and nothing measured."
            : "In none: the time until somebody declares it, which the plan does not say (declaration:).");
        if (prediction.Systems.Any(e => e.RtoP90.From == Provenance.Extrapolated || e is { RtoP90.Value: not null, Recovery.Samples: < 22 }))
        {
            screen.Line("P50: half of all recoveries take no longer; P90: nine in ten, extrapolated where fewer than 22 measurements bear it.");
        }

        Processes(screen, prediction, graph.Plan.Currency);
        Sources(screen, [.. prediction.Sources.Where(s => s.Why is not null && IsTold(s.System))]);
        HeldBack(screen, [.. prediction.Holds.Where(h => IsTold(h.System))]);
        CriticalPath(screen, prediction);
        if (Waiting.Of(loss, prediction) is { } waiting)
        {
            screen.Line(SentenceOf(waiting));
        }

        foreach (var sentence in Tables.Unrecoverables(graph.Plan, loss))
        {
            screen.Line(sentence);
        }

        if (!prediction.Unmeasured.IsEmpty)
        {
            screen.Line($"Never measured: {string.Join(", ", prediction.Unmeasured.Take(8))}{(prediction.Unmeasured.Length > 8 ? $" and {prediction.Unmeasured.Length - 8} more" : "")}. A drill would tell.");
        }

        bool IsTold(string system) => only?.Contains(system) != false;

        IReadOnlyList<string> Row(string name, TimeSpan rto, Expectation e) =>
        [
            name,
            Spoken.Of(rto),
            Spoken.Of(e.Rto.Value, Unknown),
            Spoken.Of(e.RtoP90.Value, Unknown),
            Spoken.Founding(e.Recovery, now),
            Spoken.Of(e.TargetRpo),
            Spoken.Of(e.Rpo.Value, Unknown),
            Spoken.Founding(e.Rpo, now),
        ];

        static IReadOnlyList<string> Lost(string name, TimeSpan rto, string when) => [name, Spoken.Of(rto), when, "", "unrecoverable", "", "", ""];
    }

    /// <summary>What the business can't do meanwhile.</summary>
    private static void Processes(Screen screen, Prediction prediction, string currency)
    {
        if (prediction.Processes.IsEmpty)
        {
            return;
        }

        screen.Table(
            ["the business can't", ">MTPD", ">minimum after", ">operating", ">full service", ">backlog cleared", $">costs, {currency}"],
            prediction.Processes.Select(p => (IReadOnlyList<string>)
            [
                p.Process.Name,
                Spoken.Of(p.Process.Mtpd, "-"),
                p.ByWorkaround ? $"{Spoken.Of(p.MinimumService.P50.Value, Unknown)} by hand" : Range(p.MinimumService, p),
                Range(p.Operating, p),
                Range(p.FullService, p),
                p.NeverCaughtUp ? "never" : p.Process.WorkArrives is null || p.Process.WorkDone is null ? "-" : Range(p.BacklogCleared, p),
                p.Cost is { } cost ? p.CostP90 is { } upper ? $"{Spoken.Money(cost)} to {Spoken.Money(upper)}" : Spoken.Money(cost) : p.Never is null ? Unknown : "runs on",
            ]));
    }

    /// <summary>Where there is a choice: which copy is taken, and why. Those for which it is the same are told of together.</summary>
    private static void Sources(Screen screen, CopySource[] sources)
    {
        const int Most = 8;
        var choices = sources.GroupBy(s => (s.Chosen.Repository, s.Why)).ToArray();
        foreach (var choice in choices.Take(Most))
        {
            var systems = choice.Select(s => s.System).ToArray();
            screen.Line($"Restored from {choice.Key.Repository}, {choice.Key.Why}: {string.Join(", ", systems.Take(Most))}{(systems.Length > Most ? $" and {Spoken.Count(systems.Length - Most)} more" : "")}.");
        }

        if (choices.Length > Most)
        {
            screen.Line($"{Spoken.Count(choices.Skip(Most).Sum(c => c.Count()))} more systems are restored from the quickest of their copies (--json says which).");
        }
    }

    /// <summary>Who waits for what is more urgent, those that wait longest first.</summary>
    private static void HeldBack(Screen screen, SystemHold[] holds)
    {
        const int Most = 8;
        if (holds.Length > 0)
        {
            var told = holds.OrderByDescending(h => h.For).Take(Most).Select(h => $"{h.System} {Spoken.Of(h.For)} ({(h.Longest.By is { } by && by != h.System ? $"{by}, " : "")}{h.Longest.On})");
            screen.Line($"Held back by what is more urgent: {string.Join(", ", told)}{(holds.Length > Most ? $" and {Spoken.Count(holds.Length - Most)} more (--json has all)" : "")}.");
        }
    }

    /// <summary>Waiting beside recovering; the figures of the table are of recovering.</summary>
    private static string SentenceOf(Waiting waiting)
    {
        const int Most = 8;
        var sooner = Named([.. waiting.Sooner.OrderByDescending(e => e.Rto.Value).Select(e => $"{e.System} ({Spoken.Of(e.Rto.Value!.Value)})")]);
        string[] parts =
        [
            .. waiting.Sooner.IsEmpty ? [] : new[] { $"sooner than recovering brings back {sooner}" },
            .. waiting.Only.IsEmpty ? [] : new[] { $"and {Named(waiting.Only)}, which the plan can't recover, {(waiting.Only.Length == 1 ? "comes" : "come")} back then" },
            .. waiting.Later.IsEmpty ? [] : new[] { $"but later than recovering brings back {Named(waiting.Later)}" },
        ];
        return $"If no one recovers anything, it is over by itself after {Spoken.Of(waiting.Over)} (lasts:) with nothing lost: {string.Join("; ", parts)}."
            + (waiting.Later.IsEmpty ? " While that holds, waiting is the better answer." : "");

        static string Named(IReadOnlyList<string> names) => $"{string.Join(", ", names.Take(Most))}{(names.Count > Most ? $" and {Spoken.Count(names.Count - Most)} more" : "")}";
    }

    private static string Range(Outlook outlook, ProcessPrediction process) => (process.Never, outlook.P50.Value, outlook.P90.Value) switch
    {
        ({ } never, _, _) => $"never: {never}",
        (_, { } typical, { } upper) => $"{Spoken.Of(typical)} to {Spoken.Of(upper)}",
        (_, { } typical, _) => Spoken.Of(typical),
        _ => Unknown,
    };

    /// <summary>The steps without which nothing gets faster: those that take a tenth of the time or more.</summary>
    private static void CriticalPath(Screen screen, Prediction prediction)
    {
        var path = prediction.CriticalPath;
        var told = path.Where(s => s.Done - s.Ready >= path[^1].Done / 10).Select(s =>
            $"{s.Step} {(s.Alone.Value is null ? Unknown : Spoken.Of(s.Done - s.Ready))}"
            + (s.Shared > (s.Done - s.Ready) / 10 ? $" ({Spoken.Of(s.Shared)} of it because others want the same)" : "")).ToArray();
        if (told.Length > 0 && path[^1].Done > TimeSpan.Zero)
        {
            screen.Line($"What decides how long it takes: {string.Join(", then ", told)}.");
        }
    }

    /// <summary>The same before and after changes that no one has made yet.</summary>
    public static void Compare(Screen screen, Loss loss, Prediction before, Prediction after, IReadOnlyList<string> changes)
    {
        screen.Heading($"If \"{loss.Scenario.Name}\" happened now, and {string.Join(", and ", changes)}");
        var then = after.Systems.Append(after.Business).ToDictionary(e => e.System);
        screen.Table(
            ["", ">P50", ">then", ">P90", ">then", ">loss at most", ">then"],
            before.Systems.Append(before.Business).Select(was => (was, becomes: then.GetValueOrDefault(was.System))).Select(e => (IReadOnlyList<string>)
            [
                e.was.System,
                Spoken.Of(e.was.Rto.Value, Unknown),
                Spoken.Of(e.becomes?.Rto.Value, Unknown),
                Spoken.Of(e.was.RtoP90.Value, Unknown),
                Spoken.Of(e.becomes?.RtoP90.Value, Unknown),
                Spoken.Of(e.was.Rpo.Value, Unknown),
                Spoken.Of(e.becomes?.Rpo.Value, Unknown),
            ]));
    }

    /// <summary>Every scenario and every single loss, the worst first.</summary>
    public static void Ranked(Screen screen, Sweep sweep, int most, string currency)
    {
        screen.Heading("Whatever is lost, the worst first");
        screen.Table(
            ["", ">systems", "back within (P50)", "worst", $">costs, {currency}"],
            sweep.Ranked.Take(most).Select(o => (IReadOnlyList<string>)
            [
                o.Scenario.Name,
                Spoken.Count(o.Systems),
                o.Unrecoverable.IsEmpty ? Spoken.Of(o.Business.Rto.Value, Unknown) : o.Unrecoverable.Count == o.Systems ? Never : Assessment.NotAll,
                WorstOf(o),
                o.Cost is { } cost ? Spoken.Money(cost) : Unknown,
            ]));
        if (sweep.Ranked.Length > most)
        {
            screen.Line($"{Spoken.Count(sweep.Ranked.Length - most)} more stop something and are less bad (--json has all).");
        }

        screen.Line($"{Spoken.Count(sweep.Ranked.Count(o => o.IsGood))} of {Spoken.Count(sweep.Ranked.Length)} losses stay within every objective; {Spoken.Count(sweep.Harmless)} more stop nothing.");
    }

    private static string WorstOf(LossOutlook outlook) => outlook switch
    {
        { Unrecoverable.IsEmpty: false } => $"UNRECOVERABLE: {string.Join(", ", outlook.Unrecoverable.Keys.Take(3))}{(outlook.Unrecoverable.Count > 3 ? ", ..." : "")}",
        { Worst: null or { IsMet: true }, NeverShown.IsEmpty: false } => $"NOT PROVEN: {Unshown.Of(outlook)}",
        { Worst: { Ratio: { } ratio } worst } => $"{worst.Of}: {Spoken.Percent(ratio)} of its {worst.Objective.ToString().ToUpperInvariant()}",
        { Worst: { } worst } => $"{worst.Of}: {worst.Objective.ToString().ToUpperInvariant()} unknown",
        _ => "no objective",
    };
}
