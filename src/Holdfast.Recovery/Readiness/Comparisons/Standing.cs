using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>How a prediction stands to its target; best first, and what no one knows last.</summary>
public enum Standing
{
    /// <summary>Nine times in ten; or, of a figure without a P90, as it was predicted.</summary>
    Kept,

    /// <summary>More often than not, and not nine times in ten.</summary>
    Usually,

    Missed,

    /// <summary>It never comes back.</summary>
    Never,

    Unknown,
}

public static class Standings
{
    public static Standing Of(Outlook outlook, TimeSpan target) => outlook switch
    {
        { P50.Value: not { } } => Standing.Unknown,
        _ when outlook.P50.Value > target => Standing.Missed,
        _ when outlook.P90.Value > target => Standing.Usually,
        _ => Standing.Kept,
    };

    public static Standing Of(Figure figure, TimeSpan target) => figure.Value is not { } value ? Standing.Unknown : value <= target ? Standing.Kept : Standing.Missed;

    /// <summary>
    /// Whether a promise is weaker than it was: kept less surely, no longer known, or gone for good. What was missed and is missed by
    /// more is not: the promise was not kept before either.
    /// </summary>
    public static bool IsWorse(Standing before, Standing after) => (before, after) switch
    {
        (Standing.Never, _) => false,
        (_, Standing.Never) => true,
        (Standing.Unknown or Standing.Missed, _) => false,
        _ => after > before,
    };
}
