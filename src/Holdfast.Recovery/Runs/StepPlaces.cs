using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>The hosts that carry out only so many steps at once, and which steps are theirs.</summary>
internal sealed class StepPlaces
{
    private readonly int[] _place;

    public StepPlaces(Plan plan, ImmutableArray<GraphStep> steps)
    {
        var limited = plan.Hosts.Where(h => h.AtOnce is not null).ToArray();
        var numbers = limited.Index().ToDictionary(h => h.Item.Name, h => h.Index);
        Room = [.. limited.Select(h => h.AtOnce!.Value)];
        Names = [.. limited.Select(h => $"host {h.Name}")];
        _place = [.. steps.Select(s => s.Step.Action.OccupiesHost && s.System.RecoversOn is { } host && numbers.TryGetValue(host, out var number) ? number : -1)];
    }

    /// <summary>How many steps each of these hosts carries out at once.</summary>
    public ImmutableArray<int> Room { get; }

    /// <summary>What the plan calls them.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The number of the host that carries the step out; -1: one without a limit, or none.</summary>
    public int Of(int step) => _place[step];
}
