using System.Globalization;

namespace Holdfast.Cli.Repo;

/// <summary>How often progress is told: ten times a second, or as <c>RESTIC_PROGRESS_FPS</c> says, 60 times at the most.</summary>
internal static class ProgressPace
{
    private const double Usual = 10, Fastest = 60;

    /// <returns>Null: the variable is not set, or says nothing sensible.</returns>
    internal static TimeSpan? Asked(string? variable) =>
        double.TryParse(variable, NumberStyles.Float, CultureInfo.InvariantCulture, out var perSecond) && perSecond > 0
            ? TimeSpan.FromSeconds(Math.Min(1 / Math.Min(perSecond, Fastest), TimeSpan.FromDays(1).TotalSeconds))
            : null;

    internal static TimeSpan Default { get; } = TimeSpan.FromSeconds(1 / Usual);
}
