using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>The worst that any scenario does to a system.</summary>
/// <param name="Scenario">Which does; null: none takes it.</param>
/// <param name="Expected">What is predicted then; null: it never comes back.</param>
/// <param name="Unrecoverable">Why it never comes back; null: it does.</param>
public sealed record SystemOutlook(ProtectedSystem System, Scenario? Scenario, Expectation? Expected, string? Unrecoverable)
{
    /// <summary>Never is worse than unknown, unknown than any time.</summary>
    internal bool IsWorseThan(SystemOutlook other) => Badness.CompareTo(other.Badness) > 0;

    internal bool IsSlowerThan(SystemOutlook other) => Slowness.CompareTo(other.Slowness) > 0;

    internal bool LosesMoreThan(SystemOutlook other) => Loss.CompareTo(other.Loss) > 0;

    private double Badness => Math.Max(Slowness, Loss);

    private double Slowness => Graded(Expected?.Rto, System.Rto.Value);

    private double Loss => Graded(Expected?.Rpo, System.Rpo.Value);

    private double Graded(Figure? figure, TimeSpan target) => Scenario is null ? -1
        : Unrecoverable is not null ? double.PositiveInfinity
        : figure?.Value is { } value ? value / target
        : double.MaxValue;
}
