using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Plans.Compared;

/// <summary>What a plan makes of a system, in words.</summary>
public static class Outcomes
{
    /// <summary>Typical and nine times in ten: <c>3 h 10 min (P90 4 h)</c>.</summary>
    public static string Time(SystemOutcome? outcome) => outcome switch
    {
        null => "not taken",
        { Unrecoverable: not null } => "never",
        { Rto.P50.Value: null } => "unknown",
        { Rto.P90.Value: { } upper } => $"{Of(outcome.Rto.P50)} (P90 {Spoken.Of(upper)})",
        _ => Of(outcome.Rto.P50),
    };

    public static string Loss(SystemOutcome? outcome) => outcome switch
    {
        null => "",
        { Unrecoverable: not null } => "everything",
        _ => Of(outcome.Rpo),
    };

    public static string Of(Figure figure) => Spoken.Of(figure.Value, "unknown");

    /// <summary>A target, and what it was where that is another: <c>4 h → 2 h</c>.</summary>
    public static string Change(TimeSpan before, TimeSpan after) => before == after ? Spoken.Exactly(after) : $"{Spoken.Exactly(before)} → {Spoken.Exactly(after)}";

    public static string Standing(SystemComparison system) => system switch
    {
        { Before: null } => $"new: {Of(system.After!)}",
        { After: null } => "no longer predicted",
        { IsWorse: true } => $"WORSE: {Of(system.After)}",
        { IsBetter: true } => $"better: {Of(system.After)}",
        _ => Of(system.After),
    };

    private static string Of(SystemOutcome outcome) => outcome switch
    {
        { Unrecoverable: not null } => "unrecoverable",
        { RtoStanding: Recovery.Readiness.Comparisons.Standing.Missed } => "outside RTO",
        { RpoStanding: Recovery.Readiness.Comparisons.Standing.Missed } => "outside RPO",
        { RtoStanding: Recovery.Readiness.Comparisons.Standing.Unknown } => "RTO unknown",
        { RpoStanding: Recovery.Readiness.Comparisons.Standing.Unknown } => "loss unknown",
        { RtoStanding: Recovery.Readiness.Comparisons.Standing.Usually } => "within, P90 outside RTO",
        _ => "within",
    };
}
