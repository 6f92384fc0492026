namespace Holdfast.Recovery.Plans;

/// <summary>How much of a system already stands elsewhere.</summary>
/// <param name="On">The host; null: where the system recovers.</param>
/// <param name="Lag">How far it may be behind.</param>
public sealed record Standby(StandbyKind Kind, string? On, TimeSpan? Lag)
{
    public static Standby None { get; } = new(StandbyKind.None, null, null);
}

public enum StandbyKind { None, Cold, Warm, Hot }
