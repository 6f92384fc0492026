using Holdfast.Protocol;
using Holdfast.Stages.AgentLinks;

namespace Holdfast.Stages.Repositories;

/// <summary>Opens the repositories of a plan for writing, after the hosts that write to them made those that were never there.</summary>
public static class FirstUse
{
    /// <param name="made">Hears of each repository that was made. One that could not be is among those that cannot be opened.</param>
    public static async Task<OpenRepositories> OpenAsync(
        World world, IAgentLink link, KeyFinder keys, TimeProvider clock, Action<string> made, CancellationToken cancellationToken)
    {
        foreach (var place in world.Plan.Repositories)
        {
            if (world.Plan.Systems.FirstOrDefault(s => s.Protection.To.Contains(place.Name)) is { } writer
                && await link.SendAsync(writer.RunsOn, new EnsureRepositoryOrder(world.AddressOf(place)), cancellationToken) is Done { Note: { } note })
            {
                made($"{place.Name}: {note}");
            }
        }

        return await OpenRepositories.OpenAsync(world, world.Plan.Repositories, keys, clock, cancellationToken);
    }
}
