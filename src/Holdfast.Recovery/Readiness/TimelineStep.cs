using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>A step of the typical run. Times count from the declaration.</summary>
/// <param name="Ready">When all that it waits for is done.</param>
/// <param name="Done">When it is done.</param>
/// <param name="Alone">What it takes when nothing else wants what it uses.</param>
public sealed record TimelineStep(StepName Step, TimeSpan Ready, TimeSpan Done, Figure Alone)
{
    /// <summary>When it begins; later than it is ready where something more urgent goes first.</summary>
    public TimeSpan Began { get; init; } = Ready;

    /// <summary>What it is held back by until then; null: it begins as soon as it is ready.</summary>
    public Hold? Hold { get; init; }

    /// <summary>What sharing costs it: waiting for people, and for others on the same link, repository or host.</summary>
    public TimeSpan Shared => Done - Ready - (Alone.Value ?? TimeSpan.Zero) is { Ticks: > 0 } more ? more : TimeSpan.Zero;
}

/// <summary>How long a system's steps were ready and did not begin, all together.</summary>
/// <param name="Longest">What the longest of these waits was for.</param>
public sealed record SystemHold(string System, TimeSpan For, Hold Longest);

/// <summary>Why a step does not begin although it is ready.</summary>
/// <param name="By">The last system that went before it; null: none did by itself.</param>
/// <param name="On">What both want, as the plan calls it: <c>link office - colo</c>, <c>repository vault</c>, <c>host dr</c>.</param>
public sealed record Hold(string? By, string On);
