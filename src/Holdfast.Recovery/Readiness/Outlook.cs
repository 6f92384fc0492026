using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>How long something will take: half the time no longer than the one, nine times in ten no longer than the other.</summary>
/// <param name="P90">Unknown where it was not worked out.</param>
public readonly record struct Outlook(Figure P50, Figure P90)
{
    public static Outlook Unknown { get; } = new(Figure.Unknown, Figure.Unknown);

    /// <param name="seconds">Of simulated runs, or of a single typical one; sorted here.</param>
    /// <param name="trust">How well founded what they are made of is.</param>
    public static Outlook Of(double[] seconds, Figure trust)
    {
        if (trust.Value is null)
        {
            return Unknown;
        }

        var p50 = trust with { Value = ComputedTime.FromSeconds(Quantiles.Of(seconds, 0.5)) };
        return new(p50, seconds.Length == 1 ? Figure.Unknown : Upper(trust) with { Value = ComputedTime.FromSeconds(Quantiles.Of(seconds, 0.9)) });
    }

    /// <summary>Later by so much, in either case.</summary>
    public static Outlook operator +(Outlook outlook, Figure more) => new(outlook.P50 + more, outlook.P90 + more);

    public static Outlook Add(Outlook outlook, Figure more) => outlook + more;

    /// <summary>A few measurements have a middle, but no upper tenth: that is a formula's word.</summary>
    private static Figure Upper(Figure trust) =>
        trust.From == Provenance.Measured && !FailureBound.Bears(trust.Samples, 0.9) ? trust with { From = Provenance.Extrapolated } : trust;
}
