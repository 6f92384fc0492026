using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Cli.Restoring;

/// <summary>Which system someone means who types its name.</summary>
internal static class SystemName
{
    /// <exception cref="UsageException">The plan has no such system, or no copies of it.</exception>
    public static ProtectedSystem Find(Plan plan, string typed)
    {
        var system = plan.Systems.FirstOrDefault(s => s.Name == typed)
            ?? (plan.Systems.Where(s => s.Name.Equals(typed, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only] ? only : null)
            ?? throw new UsageException($"The plan has no system \"{typed}\".", Guess(plan, typed) + $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.");
        return system.Protection is not null ? system : throw new UsageException(
            $"Nothing of {system.Name} is protected, so there is nothing to restore.",
            system.HoldsNoData is { } why ? $"The plan says why: {why}." : "Write into the plan what of it is protected: protect:");
    }

    private static string Guess(Plan plan, string typed) => Suggestion.For(typed, plan.Systems.Select(s => s.Name)) is { } near ? $"Did you mean \"{near}\"? " : "";
}
