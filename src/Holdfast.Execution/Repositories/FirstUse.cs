using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Opens the repositories of a plan for writing, after the hosts that write to them made those that were never there. One that was there
/// before is never made again.
/// </summary>
public static class FirstUse
{
    /// <param name="made">Hears of each repository that was made. One that could not be is among those that cannot be opened.</param>
    public static async Task<OpenRepositories> OpenAsync(
        World world, StateFolder state, IAgentLink link, KeyFinder keys, TimeProvider clock, Action<string> made, CancellationToken cancellationToken)
    {
        var known = RepositoryIds.Read(state);
        foreach (var place in world.Plan.Repositories.Where(p => !known.ContainsKey(p.Name)))
        {
            if (world.Plan.Systems.FirstOrDefault(s => s.Protection?.To.Contains(place.Name) == true) is { } writer
                && await link.SendAsync(writer.RunsOn, new EnsureRepositoryOrder(world.AddressOf(place)), cancellationToken) is Done { Note: { } note })
            {
                made($"{place.Name}: {note}");
            }
        }

        var opened = await OpenRepositories.OpenAsync(world, world.Plan.Repositories, keys, clock, cancellationToken);
        foreach (var (name, id) in known)
        {
            if (opened.Open.TryGetValue(name, out var repository) && repository.Id != id)
            {
                opened = opened.Without(
                    name,
                    $"it is not the repository that was written to before ({repository.Id[..8]}, not {id[..8]}); is another disk mounted at {repository.Location}? "
                        + $"(HINT: if the change is meant, remove {name} from {state.RepositoryIds})");
            }
            else if (opened.Closed.TryGetValue(name, out var why))
            {
                opened = opened.Without(name, $"{why} (it was there before: is its disk mounted?)");
            }
        }

        foreach (var (name, repository) in opened.Open)
        {
            known[name] = repository.Id;
        }

        RepositoryIds.Write(state, known);
        return opened;
    }
}
