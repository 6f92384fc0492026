using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>A line of the risk register.</summary>
/// <param name="Impact">In words; null where it is a sum.</param>
/// <param name="ImpactCosts">In the plan's currency; null where it is in words.</param>
/// <param name="By">What is done about it.</param>
/// <param name="Scenario">What happens when it comes true.</param>
public sealed record Risk(
    string Name,
    Likelihood Likelihood,
    string? Impact,
    decimal? ImpactCosts,
    Treatment Treatment,
    string? By,
    Party? Owner,
    string? Scenario,
    DateOnly? Review);

public enum Treatment { Accept, Reduce, Transfer, Avoid }
