using Holdfast.Recovery.Readiness.Statistics;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>How right the program's own predictions were, system by system, of all that were made before a run and measured in it.</summary>
/// <param name="Pairs">Predictions that a measurement can be held against.</param>
/// <param name="Runs">In how many runs. What one run measures shares that day, so it is worth less than as many runs.</param>
/// <param name="WithinTypical">How many took no longer than the typical figure; half of them should.</param>
/// <param name="PairsP90">How many of them had an upper figure.</param>
/// <param name="WithinP90">How many of these took no longer than it; nine in ten should.</param>
/// <param name="Factor">How many times as long as predicted it typically took (geometric mean); null: nothing can be compared.</param>
public sealed record Score(int Pairs, int Runs, int WithinTypical, int PairsP90, int WithinP90, double? Factor)
{
    /// <summary>Where the share within the typical figure lies, for all that was seen; null: nothing was.</summary>
    public ShareInterval? Typical => Pairs == 0 ? null : ShareInterval.Of(WithinTypical, Pairs);

    /// <summary>The same of the upper figure.</summary>
    public ShareInterval? P90 => PairsP90 == 0 ? null : ShareInterval.Of(WithinP90, PairsP90);

    public static Score Of(IReadOnlyCollection<Trial> trials)
    {
        var factors = trials.Select(t => t.Factor).OfType<double>().ToArray();
        return new(
            trials.Count(t => t.WithinTypical is not null),
            trials.Where(t => t.WithinTypical is not null).Select(t => t.Run).Distinct().Count(),
            trials.Count(t => t.WithinTypical == true),
            trials.Count(t => t.WithinP90 is not null),
            trials.Count(t => t.WithinP90 == true),
            factors.Length == 0 ? null : Math.Exp(factors.Average(Math.Log)));
    }
}
