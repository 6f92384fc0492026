using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>Hardware that wears out.</summary>
/// <param name="Of">The host that it is part of; null: none.</param>
/// <param name="AnnualFailureRate">The share of such units that fails within a year.</param>
/// <param name="LeadTime">Until a failed one is replaced.</param>
/// <param name="Costs">Of one, in the plan's currency.</param>
public sealed record Asset(
    string Name,
    string? Of,
    AssetKind Kind,
    int Count,
    ServiceLife Life,
    Percent? AnnualFailureRate,
    Redundancy Redundancy,
    TimeSpan? LeadTime,
    decimal? Costs)
{
    private const double DaysAYear = 365.25;

    /// <summary>
    /// The probability that at least one of them fails: all survive with (1 - a)^(n t), a being the annual failure rate.
    /// Null where the plan does not say the rate.
    /// </summary>
    public double? ChanceOfFailure(double years) =>
        AnnualFailureRate is { } rate ? 1 - Math.Pow(1 - rate.Fraction, Count * years) : null;

    /// <summary>
    /// The probability that, with the units in mirrored pairs, one fails and its twin too before the first is replaced. First failures
    /// come at the rate -n ln(1 - a) a year; each becomes a loss with the probability that one unit fails within the lead time. Null
    /// where the plan says no rate or no lead time.
    /// </summary>
    public double? ChanceOfLosingAPair(double years)
    {
        if (ChanceOfFailure(years) is null || LeadTime is not { } leadTime)
        {
            return null;
        }

        var survives = 1 - AnnualFailureRate!.Value.Fraction;
        var twinFails = 1 - Math.Pow(survives, leadTime.TotalDays / DaysAYear);
        return survives > 0 ? 1 - Math.Exp(Count * years * Math.Log(survives) * twinFails) : 1;
    }
}

public enum AssetKind { Other, Disk, Server, PowerSupply, Battery, NetworkDevice, TapeDrive }

public enum Redundancy { None, Mirror, Raid5, Raid6, Spare }
