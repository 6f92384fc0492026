using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>An operator let what follows begin although the step was not done.</summary>
/// <param name="By">One, or two different people where the plan asks for two.</param>
public sealed record StepSkipped(DateTimeOffset At, StepName Step, string Because, ImmutableArray<Speaker> By) : RunEvent(At);

/// <summary>An operator has a failed step done again.</summary>
public sealed record StepRetried(DateTimeOffset At, StepName Step, Speaker By) : RunEvent(At);

/// <summary>A failed step stays failed and holds back what follows.</summary>
/// <param name="By">Null: no one answered in time.</param>
public sealed record StepGivenUp(DateTimeOffset At, StepName Step, Speaker? By) : RunEvent(At);

/// <summary>Nothing new begins, and no deadline runs, until the run is unpaused. What is under way goes on.</summary>
public sealed record RunPaused(DateTimeOffset At, Speaker By, string? Because) : RunEvent(At);

public sealed record RunUnpaused(DateTimeOffset At, Speaker By) : RunEvent(At);

/// <summary>An operator command was refused and changed nothing.</summary>
public sealed record CommandRefused(DateTimeOffset At, string Why, string? Hint) : RunEvent(At);
