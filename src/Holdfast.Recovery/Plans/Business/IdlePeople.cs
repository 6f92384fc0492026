namespace Holdfast.Recovery.Plans.Business;

/// <summary>People who can't work meanwhile and are paid all the same.</summary>
/// <param name="CostsPerHour">Of each of them.</param>
public sealed record IdlePeople(int Count, decimal CostsPerHour)
{
    public decimal CostOf(TimeSpan outage) => CostLimit.Of(outage, CostLimit.Product(Count, CostsPerHour));
}
