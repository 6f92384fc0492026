using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What is expected of one step, when nothing else wants what it uses.</summary>
/// <param name="Typical">Half the time it takes no longer; null value: no one knows.</param>
/// <param name="Own">Where its own next duration will lie, all that is common to a whole run set aside.</param>
/// <param name="Common">Whether a slow run is slow here too. People are not slower because the disks are.</param>
/// <param name="Bytes">What it moves; 0: nothing, or no one knows how much.</param>
public sealed record StepModel(Figure Typical, Predictive Own, bool Common, long Bytes)
{
    public static StepModel Unknown { get; } = new(Figure.Unknown, default, false, 0);

    /// <summary>In seconds; 0 where no one knows, for the figure made of it is unknown then.</summary>
    public double TypicalSeconds => Typical.Value?.TotalSeconds ?? 0;
}
