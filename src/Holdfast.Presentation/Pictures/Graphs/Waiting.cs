using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Which systems stand still because something is lost: those that are lost, and those that need one that stands still.</summary>
public sealed class Waiting
{
    private readonly Dictionary<string, string> _missing = [];

    /// <param name="lost">Systems that do not operate by themselves.</param>
    public Waiting(Plan plan, IReadOnlySet<string> lost)
    {
        foreach (var system in NeedsOrder.Of(plan))
        {
            if ((lost.Contains(system.Name) ? system.Name : For(system.Needs)) is { } missing)
            {
                _missing[system.Name] = missing;
            }
        }
    }

    /// <summary>A lost system that one of these is or waits for; null: there is none.</summary>
    public string? For(IEnumerable<string> systems) => systems.Select(s => _missing.GetValueOrDefault(s)).FirstOrDefault(s => s is not null);

    /// <summary>Those of these that stand still.</summary>
    public IEnumerable<string> StandStill(IEnumerable<string> systems) => systems.Where(_missing.ContainsKey);
}
