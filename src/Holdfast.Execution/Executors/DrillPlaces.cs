using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Executors;

/// <summary>The folders that a drill works in, one on each host that it recovers to.</summary>
internal sealed class DrillPlaces
{
    private readonly World _world;
    private readonly IAgentLink _link;
    private readonly ProtectedSystem[] _systems;
    private readonly Host[] _hosts;
    private readonly IRunStore _state;
    private readonly List<string> _open = [];

    /// <exception cref="RunRefusedException">A host has no place for drills, or a step would lead out of it.</exception>
    public DrillPlaces(World world, IEnumerable<ProtectedSystem> systems, IAgentLink link, IRunStore state)
    {
        _world = world;
        _link = link;
        _state = state;
        _systems = [.. systems];
        _hosts = [.. _systems.Select(s => world.RecoveryHostOf(s)).Distinct()];
        if (_hosts.FirstOrDefault(h => h.Drill is null) is { } host)
        {
            throw new RunRefusedException(
                $"drill refused: host {host.Name} has no place for drills.", "Give it drill: { folder: ..., ports: { ... } } in the plan.");
        }

        if (world.Touches(_systems) is { IsEmpty: false } touches)
        {
            throw new RunRefusedException(
                $"drill refused: it would meet production: {string.Join("; ", touches.Select(t => $"{t.System.Name}/{t.Step.Name} {t.What}"))}",
                string.Join("; ", touches.Select(t => t.Instead).Distinct()) + ".");
        }
    }

    /// <summary>What the commands of the drill shall not reach, by host; where no wall could be built there is none.</summary>
    public ImmutableDictionary<string, Wall> Walls { get; private set; } = ImmutableDictionary<string, Wall>.Empty;

    /// <summary>What a drill in these places leaves out of the real thing, and what holds it back from production and what does not.</summary>
    public ImmutableArray<string> NotExercised =>
    [
        .. _systems.SelectMany(system => system.Recover.Where(step => step.InADrill is not null).Select(step => $"{system.Name}/{step.Name}: {Variant(step.InADrill!)}")),
        .. _systems.SelectMany(_world.Moved),
        .. _hosts.Select(h => $"{h.Name}: ran in {_world.FolderOf(h)} on other ports beside production, so its real folder and ports were not exercised"),
        .. _systems.SelectMany(DrillReach.Of),
        .. _open,
    ];

    private static string Variant(DrillVariant variant) => variant switch
    {
        SkippedInDrill skipped => $"skipped in a drill: {skipped.Because}",
        _ => "another command ran in its place, as the plan says",
    };

    /// <exception cref="RunRefusedException">A host's drill folder holds something else.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var host in _hosts)
        {
            var wall = _world.WallAround(host, _systems.Where(s => s.RecoversOn == host.Name).Any(DrillReach.UsesContainers), _state.PlaceOf(""));
            var report = await _link.SendAsync(host.Name, new OpenDrillOrder(_world.FolderOf(host), wall), cancellationToken);
            if (report is Failed failed)
            {
                throw new RunRefusedException($"drill refused: {failed.Why}", failed.Hint ?? "See the host.");
            }

            if (report is Done { Note: { } why })
            {
                _open.Add($"{host.Name}: no wall held its commands back from production ({why}): a path or an address that a program makes up by itself leads there");
            }
            else
            {
                Walls = Walls.Add(host.Name, wall);
            }
        }
    }

    /// <summary>Not cancelled with the drill: what it started must not stay behind.</summary>
    /// <returns>What stayed behind all the same.</returns>
    public async Task<ImmutableArray<string>> CloseAsync()
    {
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var host in _hosts)
        {
            if (await _link.SendAsync(host.Name, new CloseDrillOrder(_world.FolderOf(host)), CancellationToken.None) is Failed failed)
            {
                left.Add($"the drill left something behind on {host.Name}: {failed.Why}{(failed.Hint is null ? "" : $" ({failed.Hint})")}");
            }
        }

        return left.ToImmutable();
    }
}
