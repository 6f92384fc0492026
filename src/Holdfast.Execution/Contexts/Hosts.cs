using Holdfast.Agent;
using Holdfast.Agent.Access;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.AgentLinks.Ssh;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Sources;

namespace Holdfast.Execution.Contexts;

/// <summary>The hosts of a plan, as this program reaches them: this machine, and others over ssh.</summary>
public static class Hosts
{
    /// <param name="state">Where copies wait to be stored.</param>
    /// <param name="plan">Whose secrets stand in environment variables that no program of its steps shall see.</param>
    /// <param name="reaches">Whether hosts over ssh are reached: an agent is put there. Who only looks leaves them alone.</param>
    /// <param name="words">Who is told of hosts; null: no one.</param>
    public static IAgentLink Link(TimeProvider clock, IRunStore state, PlanInForce plan, bool reaches, HostWords? words = null)
    {
        var here = new InProcessLink(
            new AgentDesk(new AgentSettings(clock, state.Staging, SecretsOf(plan)), plan.Folder, new OrderLog(state.PlaceOf(StoreNames.Orders), clock)),
            plan.Plan.Hosts.Where(h => h.Ssh is not null).Select(h => h.Name).ToHashSet());
        return !reaches ? here : new ToldLink(
            new HostLinks(here, plan.Plan.Hosts.Where(h => h.Ssh is not null).ToDictionary(h => h.Name, IAgentLink (h) => Remote(h, clock, words))), (words ?? HostWords.None).Note, clock);
    }

    /// <param name="host">One that is reached over ssh.</param>
    public static RemoteLink Remote(Host host, TimeProvider clock, HostWords? words = null) => new(
        host.Name,
        cancellationToken => new SshPlace(host, AgentProgram.This, clock) { Note = (words ?? HostWords.None).Note }.OpenAsync(cancellationToken),
        LendAsync,
        clock,
        words?.Warn);

    /// <returns>Null: it is not on this machine; the host may have it.</returns>
    private static async Task<string?> LendAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await new Keyring(TimeProvider.System).ResolveAsync(reference, cancellationToken)).Reveal();
        }
        catch (HostException)
        {
            return null;
        }
    }

    /// <summary>For ending services; no copy is taken and no step carried out.</summary>
    public static IAgentLink Link(TimeProvider clock) => new InProcessLink(
        new AgentDesk(AgentSettings.Default with { Time = clock }, Environment.CurrentDirectory, log: null), new HashSet<string>());

    private static HashSet<string> SecretsOf(PlanInForce plan) =>
    [
        .. plan.Plan.Repositories.Select(r => r.Key)
            .Concat(plan.Plan.Systems.Select(s => s.Protection?.Data.Password).OfType<KeyReference>())
            .Where(k => k.Kind == KeyKind.Env)
            .Select(k => k.Value),
        .. plan.Elsewhere.Values.Where(a => a.Key.StartsWith("env:", StringComparison.Ordinal)).Select(a => a.Key["env:".Length..]),
    ];

    /// <summary>Finds keys on this machine, as its agent does.</summary>
    /// <exception cref="RepositoryException">There is none; the message never holds a key.</exception>
    public static async Task<Password> FindKeyAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return new((await new Keyring(TimeProvider.System).ResolveAsync(reference, cancellationToken)).Reveal());
        }
        catch (HostException e)
        {
            throw new RepositoryException(RepositoryFault.WrongPassword, e.Message, e.Hint, e);
        }
    }
}
