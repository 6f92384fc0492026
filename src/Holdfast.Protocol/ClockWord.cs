namespace Holdfast.Protocol;

/// <summary>How far a host's clock is off, in words.</summary>
public static class ClockWord
{
    /// <returns>Such as <c>is 2 h 3 min ahead of</c>.</returns>
    public static string Of(TimeSpan ahead)
    {
        var off = ahead.Duration();
        var minutes = (long)Math.Round(off.TotalMinutes);
        var far = off.TotalDays >= 2 ? FormattableString.Invariant($"{off.TotalDays:0} days")
            : minutes >= 60 ? FormattableString.Invariant($"{minutes / 60} h {minutes % 60} min")
            : minutes >= 2 ? FormattableString.Invariant($"{minutes} min")
            : FormattableString.Invariant($"{off.TotalSeconds:0} s");
        return $"is {far} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")}";
    }
}
