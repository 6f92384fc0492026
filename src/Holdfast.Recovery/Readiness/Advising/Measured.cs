using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>Which steps of a system were measured, by its own drills and by no other's.</summary>
internal sealed class Measured(Basis basis, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, (Loss Loss, Prediction Prediction)> _walked = [];
    private readonly Dictionary<string, string> _drills = DrillsOf(basis);

    /// <summary>Steps of the system that nothing was measured of; what a person approves is left out, for no drill tells that.</summary>
    public ImmutableArray<StepName> UnmeasuredOf(ProtectedSystem system) =>
    [
        .. system.Recover.Where(s => s.Action is not WaitAction and not ApprovalAction)
            .Select(s => new StepName(system.Name, s.Name))
            .Where(s => !basis.History.IsMeasured(s)),
    ];

    /// <summary>The first scenario of the plan that takes it and can bring it back; null: none.</summary>
    public string? DrillOf(ProtectedSystem system) => _drills.GetValueOrDefault(system.Name);

    /// <summary>How long its restore typically takes in a scenario; null: it restores nothing, or no one knows.</summary>
    public TimeSpan? RestoreOf(ProtectedSystem system, Scenario scenario)
    {
        if (!_walked.TryGetValue(scenario.Name, out var walked))
        {
            _walked[scenario.Name] = walked = basis.Predict(scenario, 1, cancellationToken);
        }

        var restores = system.Recover.Where(s => s.Action is RestoreAction).Select(s => new StepName(system.Name, s.Name)).ToHashSet();
        var steps = walked.Prediction.Timeline.Where(s => restores.Contains(s.Step)).ToArray();
        return steps.Length == 0 || steps.Any(s => s.Alone.Value is null) ? null : steps.Aggregate(TimeSpan.Zero, (sum, s) => sum + (s.Done - s.Ready));
    }

    private static Dictionary<string, string> DrillsOf(Basis basis)
    {
        var drills = new Dictionary<string, string>();
        foreach (var scenario in basis.Plan.Scenarios)
        {
            foreach (var system in Loss.Of(basis.Index, scenario).Recoverable)
            {
                drills.TryAdd(system.Name, scenario.Name);
            }
        }

        return drills;
    }
}
