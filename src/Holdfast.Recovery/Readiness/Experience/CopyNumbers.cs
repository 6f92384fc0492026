namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>
/// Which of a system's numbers its machine can have come to by counting: each copy has one more than the highest before. A captured machine can write any number, and the
/// highest one makes its copy the newest.
/// </summary>
public static class CopyNumbers
{
    /// <summary>So many copies in a row may be forgotten: one each minute for two years.</summary>
    public const long MostForgotten = 1L << 20;

    /// <summary>The highest number that counts; what is above it was not counted to. 0: there is none.</summary>
    /// <param name="ofSystem">Of one system, in any order.</param>
    public static long HighestIn(IEnumerable<ProtectionRecord> ofSystem)
    {
        var highest = 0L;
        foreach (var number in ofSystem.Select(r => r.Sequence).Where(n => n is > 0 and < ProtectionRecord.HighestSequence).Distinct().Order())
        {
            if (highest > 0 && number - highest > MostForgotten)
            {
                break;
            }

            highest = number;
        }

        return highest;
    }
}
