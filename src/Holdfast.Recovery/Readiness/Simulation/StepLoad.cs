namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>What a step uses that others may want at the same time.</summary>
/// <param name="Bytes">What it moves over its route; 0: nothing that was counted.</param>
/// <param name="Route">The number of the ways that it takes; null: none whose speed the plan says.</param>
/// <param name="Staff">Numbers of the people of whom one is needed, those who stand in last; empty: no one.</param>
public readonly record struct StepLoad(long Bytes, int? Route, int[] Staff)
{
    public static StepLoad None { get; } = new(0, null, []);
}
