using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>What was measured so far: the durations of steps, and the copies that were made. The only source of figures.</summary>
public sealed class History(ImmutableArray<StepDuration> durations, ImmutableArray<ProtectionRecord> copies)
{
    /// <summary>A restore whose size changed by more than this share is no longer the one that was measured.</summary>
    private const double SameSize = 0.25;

    private readonly ILookup<StepName, StepDuration> _ofStep = durations.ToLookup(d => d.Step);
    private readonly ILookup<string, StepDuration> _ofKind = durations.ToLookup(d => d.Kind);

    public static History Empty { get; } = new([], []);

    public ImmutableArray<ProtectionRecord> Copies { get; } = copies;

    /// <summary>When the newest copy that counts was verified; null: there is none.</summary>
    public DateTimeOffset? CopiesAsOf => Copies.Where(c => c.Counts).Max(c => c.VerifiedAt);

    /// <summary>
    /// How long the step is expected to take: from its own past where it has one, scaled by size for a restore that grew; a restore
    /// from the throughput of others; else as the plan declares it; else from others of its kind, but no person from another; else unknown.
    /// </summary>
    /// <param name="bytes">What a restore will write; null where that is not known.</param>
    /// <param name="declared">What the plan says that it takes; null: nothing.</param>
    public Figure Expect(StepName step, StepAction action, long? bytes, TimeSpan? declared = null)
    {
        var own = _ofStep[step].ToArray();
        if (own.Length > 0)
        {
            var typical = Typical(own);
            return action is RestoreAction && bytes is { } size && Grown(own, size) is { } factor
                ? Figure.Extrapolated(typical * factor, own.Length, Newest(own))
                : Figure.Measured(typical, own.Length, Newest(own));
        }

        var kin = _ofKind[StepDuration.KindOf(step)].ToArray();
        var perByte = kin.Where(d => d.Bytes > 0).Select(d => d.Took / d.Bytes).ToArray();
        return action is RestoreAction && bytes is { } wanted && perByte.Length > 0
            ? Figure.Extrapolated(Typical(perByte) * wanted, perByte.Length, Newest(kin))
            : declared is { } said ? Figure.Declared(said)
            : kin.Length > 0 && action is not PersonAction ? Figure.Extrapolated(Typical(kin), kin.Length, Newest(kin))
            : Figure.Unknown;
    }

    private static double? Grown(StepDuration[] own, long size)
    {
        var usual = own.Average(d => (double)d.Bytes);
        return usual > 0 && Math.Abs(size - usual) / usual > SameSize ? size / usual : null;
    }

    private static TimeSpan Typical(IEnumerable<StepDuration> durations) => Typical([.. durations.Select(d => d.Took)]);

    /// <summary>The geometric mean: durations spread by factors, not by differences.</summary>
    private static TimeSpan Typical(TimeSpan[] times) =>
        TimeSpan.FromTicks((long)Math.Round(Math.Exp(times.Average(t => Math.Log(Math.Max(1, t.Ticks))))));

    private static DateTimeOffset Newest(StepDuration[] durations) => durations.Max(d => d.At);
}
