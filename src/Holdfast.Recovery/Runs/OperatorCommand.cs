using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>What an operator asks of a run that may be carried out by another process.</summary>
/// <param name="Id">Unique; by it a command is taken once, however often it is read.</param>
/// <param name="By">Who speaks: one who is not proven, or everyone whose code was given.</param>
public abstract record OperatorCommand(string Id, ImmutableArray<Speaker> By);

/// <summary>What a person was to do is done.</summary>
public sealed record ConfirmStep(string Id, ImmutableArray<Speaker> By, StepName Step) : OperatorCommand(Id, By);

/// <summary>Yes.</summary>
public sealed record ApproveStep(string Id, ImmutableArray<Speaker> By, StepName Step) : OperatorCommand(Id, By);

/// <summary>Go on without the step.</summary>
public sealed record SkipStep(string Id, ImmutableArray<Speaker> By, StepName Step, string Because) : OperatorCommand(Id, By);

/// <summary>Do a failed step again.</summary>
public sealed record RetryStep(string Id, ImmutableArray<Speaker> By, StepName Step) : OperatorCommand(Id, By);

/// <summary>Leave a step failed that the plan asks about.</summary>
public sealed record GiveUpStep(string Id, ImmutableArray<Speaker> By, StepName Step) : OperatorCommand(Id, By);

/// <summary>Begin nothing new.</summary>
public sealed record PauseRun(string Id, ImmutableArray<Speaker> By, string? Because) : OperatorCommand(Id, By);

/// <summary>Go on.</summary>
public sealed record UnpauseRun(string Id, ImmutableArray<Speaker> By) : OperatorCommand(Id, By);

/// <summary>End the run here.</summary>
public sealed record AbortRun(string Id, ImmutableArray<Speaker> By, string Because) : OperatorCommand(Id, By);
