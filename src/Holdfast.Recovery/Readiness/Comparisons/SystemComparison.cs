namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>One system in one scenario, in the plan before and in the plan after.</summary>
/// <param name="Before">Null: that plan has no such scenario, or the scenario does not take the system there.</param>
public sealed record SystemComparison(string System, SystemOutcome? Before, SystemOutcome? After)
{
    /// <summary>Whether something that was promised is kept less surely, or no longer at all.</summary>
    public bool IsWorse => RtoIsWorse || RpoIsWorse;

    public bool RtoIsWorse => Before is { } before && After is { } after && Standings.IsWorse(before.RtoStanding, after.RtoStanding);

    public bool RpoIsWorse => Before is { } before && After is { } after && Standings.IsWorse(before.RpoStanding, after.RpoStanding);

    public bool IsBetter => !IsWorse && Before is { } before && After is { } after
        && (Standings.IsWorse(after.RtoStanding, before.RtoStanding) || Standings.IsWorse(after.RpoStanding, before.RpoStanding));

    /// <summary>Whether anything at all differs, within the targets or not.</summary>
    public bool IsChanged => Before != After;
}
