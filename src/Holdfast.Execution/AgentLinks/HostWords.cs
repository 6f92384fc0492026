namespace Holdfast.Execution.AgentLinks;

/// <summary>Who is told of hosts while orders are carried out there.</summary>
/// <param name="Warn">What must not be overlooked.</param>
/// <param name="Note">How far what takes long is.</param>
public sealed record HostWords(Action<string> Warn, Action<string> Note)
{
    public static HostWords None { get; } = new(static _ => { }, static _ => { });
}
