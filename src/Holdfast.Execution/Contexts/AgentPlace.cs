using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Execution.AgentLinks.Ssh;
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
        var log = new OrderLog(Path.Join(place, "orders"), TimeProvider.System);
        using var desk = new AgentDesk(settings, home.Length > 0 ? home : "/", log);
        using var session = new AgentSession(desk, from, to, TimeProvider.System);
        var tidying = Task.Run(() => Tidy(place, log), CancellationToken.None); // The leader does not wait for it.
        await session.RunAsync(cancellationToken);
        await tidying;
    }

    private static void Tidy(string place, OrderLog log)
    {
        try
        {
            OldPrograms.Remove(place, TimeProvider.System.GetUtcNow());
            log.ForgetOld();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is not tidied today is tidied another day; orders go on.
        }
    }
}
