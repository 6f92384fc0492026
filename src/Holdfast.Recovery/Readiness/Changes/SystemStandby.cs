using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>
/// A system stands by elsewhere. A warm one holds the data, so nothing is restored; a hot one runs, so no service is started either. With
/// none or a cold one everything is as it was.
/// </summary>
/// <param name="On">The host, which the system then recovers on; null: where it recovers today.</param>
public sealed record SystemStandby(string System, StandbyKind Kind, string? On = null) : Change
{
    public override string Says => $"system {System} has {(Kind == StandbyKind.None ? "no" : "a " + Words.Of(Kind))} standby{(On is null ? "" : $" on {On}")}";

    public override Plan Apply(Plan plan) => plan.WithSystem(System, s => s with
    {
        Standby = new(Kind, On, null),
        RecoversOn = On ?? s.RecoversOn,
        Recover = Left(s.Recover),
    });

    /// <summary>A standby follows the original into the loss of its data, and is lost with the host that it is on.</summary>
    public override bool CountsIn(Plan plan, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return !scenario.Things.Contains(new(ThingKind.Data, System))
            && (On ?? plan.SystemNamed(System).RecoversOn) is { } host
            && Loss.Of(plan, scenario).Hosts.All(h => h.Name != host);
    }

    /// <summary>What is still to be done. A recovery has at least one step: where nothing is left, one that takes no time.</summary>
    private ImmutableArray<RecoveryStep> Left(ImmutableArray<RecoveryStep> steps)
    {
        var left = steps.Where(step => !IsDone(step.Action)).ToImmutableArray();
        return left.IsEmpty && !steps.IsEmpty ? [new("wait 1", new WaitAction(TimeSpan.Zero), TimeSpan.FromMinutes(1))] : left;
    }

    private bool IsDone(StepAction action) => Kind switch
    {
        StandbyKind.Warm => action is RestoreAction,
        StandbyKind.Hot => action is RestoreAction or ServiceAction or UnitAction,
        _ => false,
    };
}
