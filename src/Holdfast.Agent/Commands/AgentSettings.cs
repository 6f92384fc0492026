namespace Holdfast.Agent.Commands;

/// <summary>What an agent works with.</summary>
/// <param name="Staging">The folder under which copies of databases wait to be stored; needs room for the largest.</param>
/// <param name="SecretVariables">Environment variables that hold secrets besides those whose names tell; no program sees them.</param>
public sealed record AgentSettings(TimeProvider Time, string Staging, IReadOnlySet<string> SecretVariables)
{
    /// <summary>Secrets that whoever sent an order lent for it, by where the order says they are.</summary>
    public IReadOnlyDictionary<string, string> Lent { get; init; } = new Dictionary<string, string>();

    public static AgentSettings Default { get; } = new(TimeProvider.System, Path.GetTempPath(), new HashSet<string>());
}
