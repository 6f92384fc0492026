namespace Holdfast.Agent.Commands;

/// <summary>What an agent works with.</summary>
/// <param name="Staging">The folder under which copies of databases wait to be stored; needs room for the largest.</param>
/// <param name="SecretVariables">Environment variables that hold secrets besides those whose names tell; no program sees them.</param>
public sealed record AgentSettings(TimeProvider Time, string Staging, IReadOnlySet<string> SecretVariables)
{
    /// <summary>Secrets that whoever sent an order lent for it, by where the order says they are.</summary>
    public IReadOnlyDictionary<string, string> Lent { get; init; } = new Dictionary<string, string>();

    /// <summary>How far this host's clock is ahead of that of whoever sent an order.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>Now, by the clock of whoever sent the order: what is dated for others is by theirs.</summary>
    public DateTimeOffset LeaderNow => Time.GetUtcNow() - ClockAhead;

    public static AgentSettings Default { get; } = new(TimeProvider.System, Path.GetTempPath(), new HashSet<string>());
}
