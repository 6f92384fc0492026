using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>A step of the typical run. Times count from the declaration.</summary>
/// <param name="Ready">When all that it waits for is done.</param>
/// <param name="Done">When it is done.</param>
/// <param name="Alone">What it takes when nothing else wants what it uses.</param>
public sealed record TimelineStep(StepName Step, TimeSpan Ready, TimeSpan Done, Figure Alone)
{
    /// <summary>What sharing costs it: waiting for people, and for others on the same link, repository or host.</summary>
    public TimeSpan Shared => Done - Ready - (Alone.Value ?? TimeSpan.Zero) is { Ticks: > 0 } more ? more : TimeSpan.Zero;
}
