using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>Somebody let what follows begin although the step was not done.</summary>
/// <param name="By">One, or two different people where the plan asks for two.</param>
public sealed record StepSkipped(DateTimeOffset At, StepName Step, string Because, ImmutableArray<Speaker> By) : RunEvent(At);

/// <summary>Somebody has a failed step done again.</summary>
public sealed record StepRetried(DateTimeOffset At, StepName Step, Speaker By) : RunEvent(At);

/// <summary>A failed step stays failed and holds back what follows.</summary>
/// <param name="By">Null: nobody answered in time.</param>
public sealed record StepGivenUp(DateTimeOffset At, StepName Step, Speaker? By) : RunEvent(At);

/// <summary>Nothing new begins, and no deadline runs, until the run is unpaused. What is under way goes on.</summary>
public sealed record RunPaused(DateTimeOffset At, Speaker By, string? Because) : RunEvent(At);

public sealed record RunUnpaused(DateTimeOffset At, Speaker By) : RunEvent(At);

/// <summary>Somebody's word was heard and changed nothing.</summary>
public sealed record WordRefused(DateTimeOffset At, string Why, string? Hint) : RunEvent(At);
