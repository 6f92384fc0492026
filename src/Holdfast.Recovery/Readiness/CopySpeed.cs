using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness;

/// <summary>How quickly a copy gets to where its system recovers.</summary>
/// <param name="BytesPerSecond">Infinite: nothing limits it as far as the plan says; 0: nothing is known of its way.</param>
/// <param name="By">What is that slow, in words; empty: nothing is known to be.</param>
public sealed record CopySpeed(string Repository, double BytesPerSecond, string By)
{
    /// <summary>As read by people: <c>fast at 800 Mbit/s (host spare)</c>.</summary>
    public override string ToString() => BytesPerSecond switch
    {
        0 => $"{Repository}, of whose way the plan says nothing",
        double.PositiveInfinity => $"{Repository}, whose way the plan does not limit",
        var rate => $"{Repository} at {new DataRate((long)Math.Clamp(rate * 8, 1, 1e18))} ({By})",
    };
}
