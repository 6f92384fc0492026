using Holdfast.Agent;
using Holdfast.Agent.Keys;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Sources;
using Holdfast.Stages.AgentLinks;

namespace Holdfast.Cli;

/// <summary>The hosts of a plan, as far as this program reaches them: this machine.</summary>
internal static class Hosts
{
    public static IAgentLink Link(TimeProvider clock) => new InProcessLink(new HostAgent(AgentSettings.Default with { Time = clock }));

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
