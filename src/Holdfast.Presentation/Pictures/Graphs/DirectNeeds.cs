using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// What has to be drawn of who needs what: a need that follows from another one is left out, or every process would have an arrow to
/// every system, and a picture of thirty would be black. Costs the square of the number of systems: for what fits on a sheet.
/// </summary>
public sealed class DirectNeeds
{
    private readonly Dictionary<string, HashSet<string>> _all = [];

    public DirectNeeds(Plan plan)
    {
        foreach (var system in NeedsOrder.Of(plan))
        {
            var all = _all[system.Name] = [.. system.Needs];
            foreach (var need in system.Needs)
            {
                all.UnionWith(_all[need]);
            }
        }
    }

    /// <summary>Those that no other of them needs.</summary>
    public IEnumerable<string> Of(IReadOnlyList<string> needs) => needs.Where(need => !needs.Any(other => _all[other].Contains(need)));
}
