using System.Numerics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>
/// Draws that belong to a run and a step: the same step of the same run has the same luck, whatever other steps there are. Two plans
/// that are predicted from one seed then differ by what differs in them, and by nothing else. Over all runs a step has every luck once:
/// each draw lies in another one of as many equal parts, in an order of the step's own (Latin hypercube), so that a thousand runs say what
/// tens of thousands of careless draws would.
/// </summary>
/// <param name="seed">Of all runs.</param>
/// <param name="runs">How many there are.</param>
public readonly struct Chance(int seed, int runs)
{
    private readonly ulong _seed = Mix((uint)seed);
    private readonly uint _mask = BitOperations.RoundUpToPowerOf2((uint)runs) - 1;

    /// <summary>Of what all steps of a run have in common.</summary>
    public static ulong OfRuns => 0;

    /// <summary>Of how wrong what is known of the scatter is, in a run.</summary>
    public static ulong OfScatter => 1;

    /// <param name="run">From 0.</param>
    /// <param name="step">As <see cref="KeyOf"/> gives it, or <see cref="OfRuns"/>.</param>
    /// <returns>From 0 to less than 1.</returns>
    public double Of(int run, ulong step)
    {
        var key = Mix(_seed ^ step);
        return (Place((uint)run, key) + Uniform(Mix(key ^ (uint)run))) / runs;
    }

    /// <summary>What tells a step from others: the same in every process (FNV-1a), unlike a hash code of .NET.</summary>
    public static ulong KeyOf(StepName step)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in $"{step.System}\n{step.Step}")
        {
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        }

        return hash;
    }

    /// <summary>
    /// The run's place in the step's order of all runs. Multiplying by an odd number, adding, and folding the upper bits onto the lower
    /// ones each swap numbers below a power of two; what falls beyond the number of runs is swapped again until it does not.
    /// </summary>
    private uint Place(uint run, ulong key)
    {
        var (low, high, half) = ((uint)key, (uint)(key >> 32), (BitOperations.PopCount(_mask) / 2) + 1);
        do
        {
            for (var round = 0; round < 3; round++)
            {
                run = unchecked((run * ((low << 1) | 1)) + high) & _mask;
                run ^= run >> half;
                run = unchecked((run * ((high << 1) | 1)) + low) & _mask;
                run ^= run >> half;
            }
        }
        while (run >= runs);
        return run;
    }

    private static double Uniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>The finalizer of SplitMix64: keys that resemble each other give values that do not.</summary>
    private static ulong Mix(ulong key)
    {
        unchecked
        {
            key += 0x9E3779B97F4A7C15UL;
            key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9UL;
            key = (key ^ (key >> 27)) * 0x94D049BB133111EBUL;
            return key ^ (key >> 31);
        }
    }
}
