using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Contexts;

/// <summary>The agent of this machine, for leaders on other ones.</summary>
public static class AgentPlace
{
    /// <summary>Answers one leader until it is gone and nothing of its run is under way.</summary>
    /// <param name="folder">Where orders are written down; null: the usual place of this user.</param>
    public static async Task ServeAsync(Stream from, Stream to, string? folder, CancellationToken cancellationToken)
    {
        var place = folder ?? StatePlaces.OfAgent;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var settings = new AgentSettings(TimeProvider.System, Path.Join(place, "staging"), new HashSet<string>());
        using var desk = new AgentDesk(settings, home.Length > 0 ? home : "/", new OrderLog(Path.Join(place, "orders"), TimeProvider.System));
        using var session = new AgentSession(desk, from, to, TimeProvider.System);
        await session.RunAsync(cancellationToken);
    }
}
