using Holdfast.Recovery.Readiness.Advising;
using Measure = Holdfast.Recovery.Readiness.Advising.Measure;

namespace Holdfast.Presentation.Advising;

/// <summary>Prints advice for people: the verdict, the three best measures for the business, then system by system.</summary>
public sealed class AdviceText(Screen screen, string currency)
{
    private const int Best = 3;
    private const int Others = 10;
    private const int Systems = 25;
    private const int Named = 5;

    public void Write(Advice advice)
    {
        Line(AdviceWords.Verdict(advice));
        Write(advice.Measures.AsSpan());
        var (good, rest) = (advice.Systems.Where(IsQuiet).ToArray(), advice.Systems.Where(s => !IsQuiet(s)).OrderBy(s => s.IsGood).ThenByDescending(AdviceWords.Misses).ToArray());
        foreach (var system in rest.Take(Systems))
        {
            Write(system, advice);
        }

        screen.Line();
        if (rest.Length > Systems)
        {
            Line($"And {rest.Length - Systems} systems more; --system tells of one, --json of all.");
        }

        if (advice.NotTried > 0)
        {
            Line($"For {AdviceWords.Count(advice.NotTried, "system")} nothing was tried: the worst were looked at. Mend these and ask again, or ask with --system.");
        }

        if (good.Length > 0)
        {
            Line($"Good as it is, and measured: {Names(good.Select(s => s.System.Name))}.");
        }
    }

    private void Write(ReadOnlySpan<Measure> measures)
    {
        if (measures.IsEmpty)
        {
            return;
        }

        screen.Heading("What helps most");
        for (var number = 0; number < measures.Length && number < Best; number++)
        {
            var measure = measures[number];
            Line($"  {number + 1}. {measure.Change.Says}");
            foreach (var effect in measure.Effects.Take(Named))
            {
                Line($"     {AdviceWords.Effect(effect)}");
            }

            if (measure.Effects.Length > Named)
            {
                Line($"     and {measure.Effects.Length - Named} more; it mends {measure.Mends} of {measure.Effects.Length}");
            }

            foreach (var saving in measure.Savings)
            {
                Line($"     {AdviceWords.Saving(saving, currency)}");
            }
        }

        if (measures.Length > Best)
        {
            screen.Heading("What helps, too");
            foreach (var measure in measures[Best..Math.Min(measures.Length, Best + Others)])
            {
                Line($"  {measure.Change.Says}: {AdviceWords.Effect(measure.Effects[0])}");
            }

            if (measures.Length > Best + Others)
            {
                Line($"  and {measures.Length - Best - Others} more; --json has all.");
            }
        }
    }

    private void Write(SystemAdvice system, Advice advice)
    {
        screen.Heading(TerminalText.Safe(system.System.Name));
        Line("  " + AdviceWords.Rto(system));
        if (system.Rto is Recovery.Readiness.Comparisons.Standing.Missed or Recovery.Readiness.Comparisons.Standing.Usually
            && !advice.Measures.Any(m => m.Effects.Any(e => e.System == system.System.Name)))
        {
            Line("    Nothing that was tried helps: a link, a host, a repository, a standby, a nearer copy, more hands. Look at its longest steps, or agree on a longer RTO.");
        }

        Line("  " + AdviceWords.Schedule(system));
        if (system.Copies is { } copies)
        {
            Write(copies);
        }

        if (system.Growth is { } growth)
        {
            Write(growth, system.Worst?.Outcome.Rto.P50.Value is not null);
        }

        if (!system.Unmeasured.IsEmpty)
        {
            Line($"  Never measured: {Names(system.Unmeasured.Select(s => s.Step))}. "
                + (system.Drill is { } drill ? $"holdfast drill --scenario \"{drill}\" would tell." : "No scenario of the plan takes it and lets it come back, so no drill would tell."));
        }
    }

    private void Write(CopyAdvice copies)
    {
        var missing = copies.Missing.ToArray();
        Line(missing.Length == 0
            ? $"  Copies: 3-2-1-1-0 is kept (off-site: {Names(copies.OffSite)}; offline or immutable: {Names(copies.Guarded)})"
            : $"  Copies: 3-2-1-1-0 lacks {string.Join("; ", missing)}");
        foreach (var (reason, scenarios) in copies.Fatal.GroupBy(f => f.Value).Select(g => (g.Key, g.Select(f => f.Key).ToArray())))
        {
            Line($"  LOST FOR GOOD in {Names(scenarios.Select(s => $"\"{s}\""))}: {reason}");
        }

        if (copies.Repair is { } repair)
        {
            Line($"    Mended by: {repair.Says} ({(copies.Mends.Length == copies.Fatal.Count ? "all of it" : $"{copies.Mends.Length} of {copies.Fatal.Count}")})");
        }
        else if (!copies.Fatal.IsEmpty)
        {
            Line("    No single change was found that mends it: what it needs, its recovery host or the people it needs are lost too.");
        }
    }

    /// <param name="isKnown">Whether anybody knows how long the recovery takes now.</param>
    private void Write(GrowthAdvice growth, bool isKnown) => Line((growth.Transfer, growth.Predicted) switch
    {
        _ when growth.IsBroken => $"  Grows by {growth.Growth}, from {growth.Size} now: too large for its RTO already, and later every day",
        (null, null) => $"  Grows by {growth.Growth}: {(isKnown ? "keeps its RTO for twenty years" : "until when it keeps its RTO, nobody knows")}",
        var (transfer, predicted) => $"  Grows by {growth.Growth}, from {growth.Size} now: breaks its RTO "
            + (predicted is { } day && !(transfer < day) ? $"from {day:yyyy-MM-dd} on" : $"from {transfer:yyyy-MM-dd} on by the way of the data alone"),
    });

    /// <summary>Nothing is to be said but that it is good.</summary>
    private static bool IsQuiet(SystemAdvice system) =>
        system is { IsGood: true, IsMeasured: true, Growth: null or { Transfer: null, Predicted: null } } && system.Copies?.Missing.Any() != true;

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(Named)) + (all.Length > Named ? $" and {all.Length - Named} more" : "");
    }

    private void Line(string text) => screen.Line(TerminalText.Safe(text));
}
