namespace Holdfast.Recovery.Plans.Business;

/// <summary>Keeps computed costs where they can be added and compared, however absurd the rate and the outage are.</summary>
internal static class CostLimit
{
    /// <summary>More money than there is, and little enough that the costs of all processes can be added.</summary>
    public const decimal Most = 1e18m;

    /// <summary>What so much an hour comes to.</summary>
    public static decimal Of(TimeSpan time, decimal perHour) => Product(Hours.Of(time), perHour);

    public static decimal Product(decimal a, decimal b) => (double)a * (double)b < (double)Most ? a * b : Most;

    public static decimal Sum(decimal a, decimal b) => Math.Min(Most, a + b);
}
