using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A system is protected on another schedule.</summary>
public sealed record SystemEvery(string System, TimeSpan Every) : Change
{
    public override string Says => $"system {System} is protected every {Durations.Text(Every)}";

    public override Plan Apply(Plan plan) => plan.WithSystem(System, s => s with
    {
        Protection = (s.Protection ?? throw new ArgumentException($"The plan protects nothing of system {System}.")) with { Every = Every },
    });

    /// <summary>The gaps that were measured are those of the old schedule.</summary>
    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return basis.Plan.SystemNamed(System).Protection!.Every == Every ? changed : changed with { History = changed.History.Rescheduled(System) };
    }
}
