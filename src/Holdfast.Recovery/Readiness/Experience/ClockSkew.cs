namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What is dated later than now was dated by a clock that runs wrong. It is told, and counts for nothing until its time has come.</summary>
public static class ClockSkew
{
    /// <summary>Clocks that are kept in step differ by less: it is what Kerberos lets pass.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    public static bool IsAhead(DateTimeOffset at, DateTimeOffset now) => at - now > Tolerance;

    public static bool IsAhead(ProtectionRecord copy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return IsAhead(copy.TakenAt, now) || (copy.VerifiedAt is { } verified && IsAhead(verified, now));
    }
}
