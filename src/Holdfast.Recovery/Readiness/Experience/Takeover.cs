using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>A failover that made a system active elsewhere, and was not given up.</summary>
/// <param name="Host">Where it has been active since; null: the plan that was followed is no longer at hand.</param>
/// <param name="At">When the failover began.</param>
public sealed record Takeover(string System, string? Host, string Run, DateTimeOffset At)
{
    /// <summary>Of each system that the failover was to bring back, whether it goes on or has ended.</summary>
    /// <param name="hostOf">Where the plan that was followed recovers a system.</param>
    public static IEnumerable<Takeover> In(IReadOnlyList<RunEvent> journal, Func<string, string?> hostOf) =>
        RunSummary.Of(journal) is { Began: { Kind: RunKind.Failover } began, Ended: null or { Outcome: not RunOutcome.Abandoned } }
            ? began.Systems.Select(system => new Takeover(system, hostOf(system), began.Run, began.At))
            : [];
}
