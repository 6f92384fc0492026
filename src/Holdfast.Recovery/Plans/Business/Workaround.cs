using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>What people do meanwhile.</summary>
/// <param name="Capacity">How much of the usual work that does; null: the plan does not say.</param>
/// <param name="ForAtMost">How long it can be kept up.</param>
/// <param name="Needs">Systems that even the workaround needs.</param>
public sealed record Workaround(string Do, Percent? Capacity, TimeSpan? ForAtMost, ImmutableArray<string> Needs);
