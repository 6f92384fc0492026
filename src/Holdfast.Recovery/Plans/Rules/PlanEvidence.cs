using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>What is known to have happened with a plan: what was drilled, and which copies were read back. What is not here is not proven.</summary>
/// <param name="Drills">Those that brought back all that the plan can bring back, in any order.</param>
/// <param name="VerifiedCopies">Where at least one whole copy was read back since anybody remembers.</param>
public sealed record PlanEvidence(ImmutableArray<DrillHeld> Drills, ImmutableHashSet<VerifiedCopy> VerifiedCopies);

/// <summary>A drill that brought back all that the plan can bring back, by its sealed journal.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Systems">Those that operated again.</param>
/// <param name="Plan">The plan that it followed; null: it is no longer at hand, and was another one than today's.</param>
public sealed record DrillHeld(string Run, string Scenario, DateOnly On, ImmutableArray<string> Systems, Plan? Plan);

/// <summary>A system in a repository that a whole copy of it was read back from.</summary>
public readonly record struct VerifiedCopy(string System, string Repository);
