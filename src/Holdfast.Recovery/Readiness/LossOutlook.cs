using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>What one scenario would do to the business.</summary>
/// <param name="Declared">Whether the plan names it; if not, it is the loss of a single thing.</param>
/// <param name="Systems">How many are lost.</param>
/// <param name="Unrecoverable">Those that the plan can't bring back, with the reason.</param>
/// <param name="Business">Until the slowest system operates, and the worst loss; unknown where not all of it comes back.</param>
/// <param name="Worst">What misses its objective most; null: nothing has one.</param>
/// <param name="Stopped">How many processes stand still.</param>
/// <param name="Cost">Of the outage, in the plan's currency, what never comes back counting as <see cref="Breach.Never"/>; null where no one knows how long it is.</param>
public sealed record LossOutlook(
    Scenario Scenario,
    bool Declared,
    int Systems,
    ImmutableSortedDictionary<string, string> Unrecoverable,
    Expectation Business,
    Breach? Worst,
    int Stopped,
    decimal? Cost)
{
    /// <summary>By how much the worst objective is missed, times what the outage costs. Where nothing has a cost, the former alone.</summary>
    public double Rank => (Worst?.Ratio ?? 1) * Math.Max(1, (double)(Cost ?? 0));

    /// <summary>Those that come back, and nothing of the plan would show that they operate.</summary>
    public ImmutableArray<string> NeverShown { get; init; } = [];

    /// <summary>Whether every objective is met, as far as anybody knows, and would be seen to be.</summary>
    public bool IsGood => Unrecoverable.IsEmpty && NeverShown.IsEmpty && Worst is null or { IsMet: true };

    /// <summary>Not proven where no one knows.</summary>
    public Verdict Verdict => IsGood ? Verdict.Good : !Unrecoverable.IsEmpty || Worst is { Ratio: not null, IsMet: false } ? Verdict.NotGood : Verdict.NotProven;

    /// <summary>The systems of a loss that come back, and nothing of the plan would show that they operate.</summary>
    public static ImmutableArray<string> NeverShownOf(Loss loss) => [.. loss.Recoverable.Where(s => EmptyChecks.AreAll(s)).Select(s => s.Name)];

    public static LossOutlook Of(Loss loss, bool declared, Prediction prediction) => new(
        loss.Scenario,
        declared,
        loss.Systems.Length,
        loss.Unrecoverable,
        prediction.Business,
        Breach.In(loss, prediction).FirstOrDefault(),
        prediction.Processes.Length,
        prediction.Processes.Aggregate((decimal?)0, (sum, p) => sum + (p.Never is null ? p.Cost : p.Process.CostOf(Breach.Never))))
    {
        NeverShown = NeverShownOf(loss),
    };
}
