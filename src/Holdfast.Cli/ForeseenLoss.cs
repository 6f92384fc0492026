using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli;

/// <summary>What someone means who names a scenario on the command line.</summary>
internal static class ForeseenLoss
{
    /// <param name="scenario">One of the plan's, or the loss of a single thing.</param>
    /// <exception cref="UsageException">The plan has nothing of that name.</exception>
    public static Loss Of(Plan plan, string scenario) => Foreseen.Named(plan, scenario) is { } named
        ? Loss.Of(plan, named)
        : throw new UsageException($"The plan has no scenario \"{scenario}\".", $"{Guess(plan, scenario)}{Known(plan)} the loss of any single thing, such as \"{Foreseen.Example(plan)}\".");

    private static string Guess(Plan plan, string scenario) => Foreseen.Near(plan, scenario) is { } near ? $"Did you mean \"{near}\"? " : "";

    private static string Known(Plan plan) =>
        plan.Scenarios.IsEmpty ? "It has none of its own;" : $"It has {string.Join(", ", plan.Scenarios.Select(s => $"\"{s.Name}\""))}; and";
}
