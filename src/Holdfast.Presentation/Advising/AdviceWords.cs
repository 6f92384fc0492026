using System.Globalization;
using Holdfast.Recovery.Readiness.Advising;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Advising;

/// <summary>Advice in sentences.</summary>
public static class AdviceWords
{
    public static string Verdict(Advice advice)
    {
        var all = advice.Systems.Length;
        var missed = advice.Systems.Where(Misses).ToArray();
        var unknown = advice.Systems.Count(s => !s.IsGood && !Misses(s));
        if (missed.Length > 0)
        {
            return $"{Of(missed.Length, all)} a target: {string.Join(", ", missed.Take(5).Select(s => s.System.Name))}{(missed.Length > 5 ? $" and {missed.Length - 5} more" : "")}."
                + (unknown == 0 ? "" : $" Of {unknown} more nobody knows.");
        }

        return unknown > 0 ? $"Nothing is known to miss a target, and of {unknown} of {Count(all, "system")} nobody knows: measure first."
            : advice.Systems.All(s => s.IsMeasured) ? "Good as it is, and measured."
            : "Good as it is, by the plan's own word: part of it was never measured.";
    }

    /// <summary>Whether it is known, and not only feared, that a target is missed.</summary>
    public static bool Misses(SystemAdvice system) =>
        system.Rto is Standing.Missed or Standing.Usually or Standing.Never || system.Schedule is { IsKept: false } || system.System.HasNoCopy;

    public static string Rto(SystemAdvice system)
    {
        var rto = $"RTO {Spoken.Exactly(system.System.Rto.Value)}";
        if (system.Worst is not { } worst)
        {
            return system.Rto == Standing.Never ? $"{rto}: never back in anything that takes it" : $"{rto}: nothing that is foreseen takes it";
        }

        var (p50, p90) = (worst.Outcome.Rto.P50, worst.Outcome.Rto.P90);
        var time = p50.Value is null ? "nobody knows" : p90.Value is { } upper ? $"{Spoken.Of(p50.Value.Value)}, nine times in ten within {Spoken.Of(upper)}" : $"{Spoken.Of(p50.Value.Value)} typically";
        var end = worst.Outcome.RtoStanding switch
        {
            Standing.Kept => "kept",
            Standing.Usually => "KEPT, BUT NOT NINE TIMES IN TEN",
            Standing.Missed => "MISSED",
            _ => "UNKNOWN",
        };
        return $"{rto}: {time} at worst, in \"{worst.Scenario.Name}\"{(p50.Value is null ? "" : $" ({Founded(p50)})")}: {end}";
    }

    public static string Schedule(SystemAdvice advice)
    {
        var system = advice.System;
        var rpo = $"RPO {Spoken.Exactly(system.Rpo.Value)}";
        if (advice.Schedule is not { } schedule)
        {
            return system.HoldsNoData is not null ? $"{rpo}: it holds no data" : $"{rpo}: NOTHING IS PROTECTED; say under protect: what is, every {Spoken.Exactly(system.Rpo.Value)} or more often";
        }

        var verifying = schedule.Verifying.Value is { } took ? $"and {Spoken.Of(took)} until a copy is verified ({Founded(schedule.Verifying)})" : "(how long verifying takes was never measured)";
        var often = schedule.Protection.OftenAndLongest(Spoken.Exactly);
        return schedule switch
        {
            { IsKept: true, Longest: { } longest } when longest > schedule.Protection.Longest => $"{rpo}: {often} {verifying} keeps it; every {Spoken.Exactly(longest)} would",
            { IsKept: true } => $"{rpo}: {often} {verifying} keeps it",
            { Longest: not null } => $"{rpo}: {often} {verifying} BREAKS it: write  every: {schedule.ToWrite}",
            _ => $"{rpo}: verifying alone takes {Spoken.Of(schedule.Verifying.Value!.Value)} ({Founded(schedule.Verifying)}): no schedule keeps it; agree on a longer RPO, or make repositories quicker to read back",
        };
    }

    public static string Effect(MeasureEffect effect) =>
        $"{effect.System} in \"{effect.Scenario}\": {Spoken.Of(effect.Before.Value!.Value)} → {Spoken.Of(effect.After.Value!.Value)}, RTO {Spoken.Exactly(effect.Rto)}: {(effect.Mends ? "kept" : "still missed")} ({Founded(effect.After)})";

    public static string Saving(Saving saving, string currency) =>
        $"saves {Money(saving.Saved, currency)} of each \"{saving.Scenario}\"" + (saving.Likelihood is { } often ? $", {Money(saving.Saved * often.TimesAYear, currency)} a year ({often})" : "");

    public static string Money(decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:#,0} {currency}").Replace(',', ' ');

    public static string Founded(Figure figure) => figure.From switch
    {
        Provenance.Measured => $"measured, n={figure.Samples}",
        Provenance.Extrapolated => $"extrapolated, n={figure.Samples}",
        Provenance.Declared => "declared, not measured",
        _ => "unknown",
    };

    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    private static string Of(int some, int all) => $"{some} of {Count(all, "system")} {(some == 1 ? "misses" : "miss")}";
}
