using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A system is protected on another schedule.</summary>
/// <param name="At">The times of the day; null: so long after the last copy began.</param>
public sealed record SystemEvery(string System, TimeSpan Every, TimesOfDay? At = null) : Change
{
    public override string Says => $"system {System} is protected every {At?.ToString() ?? Durations.Text(Every)}";

    public override Plan Apply(Plan plan) => plan.WithSystem(System, s => s with
    {
        Protection = (s.Protection ?? throw new ArgumentException($"The plan protects nothing of system {System}.")) with { Every = Every, At = At, Jitter = At is null ? TimeSpan.Zero : s.Protection.Jitter },
    });

    /// <summary>The gaps that were measured are those of the old schedule.</summary>
    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return basis.Plan.SystemNamed(System).Protection is { } now && now.Every == Every && now.At?.ToString() == At?.ToString() ? changed : changed with { History = changed.History.Rescheduled(System) };
    }
}
