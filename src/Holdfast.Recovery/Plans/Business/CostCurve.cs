using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>What an outage costs as it goes on: rates, each from a moment on until the next, and sums that fall due once.</summary>
/// <param name="Rates">In the order of their beginnings. Before the first nothing is lost.</param>
public sealed record CostCurve(ImmutableArray<CostRate> Rates, ImmutableArray<CostSum> Sums)
{
    public static CostCurve Nothing { get; } = new([], []);

    public static CostCurve Steady(decimal perHour) => new([new(TimeSpan.Zero, perHour)], []);

    public decimal Of(TimeSpan outage) =>
        Rates.Select((rate, i) => (rate.From, Until: i + 1 < Rates.Length ? Rates[i + 1].From : TimeSpan.MaxValue, rate.PerHour))
            .Where(part => part.From < outage)
            .Select(part => CostLimit.Of((part.Until < outage ? part.Until : outage) - part.From, part.PerHour))
            .Concat(Sums.Where(sum => sum.At <= outage).Select(sum => sum.Amount))
            .Aggregate(0m, CostLimit.Sum);
}

/// <param name="From">Since the outage began.</param>
public sealed record CostRate(TimeSpan From, decimal PerHour);

/// <param name="At">Since the outage began; an outage that lasts so long costs the whole sum.</param>
public sealed record CostSum(TimeSpan At, decimal Amount);
