using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>What somebody says to a run that may go on in another process.</summary>
/// <param name="Id">Unique; by it a word is taken once, however often it is heard.</param>
/// <param name="By">Who speaks: one who is not proven, or everyone whose code was given.</param>
public abstract record Word(string Id, ImmutableArray<Speaker> By);

/// <summary>What a person was to do is done.</summary>
public sealed record ConfirmWord(string Id, ImmutableArray<Speaker> By, StepName Step) : Word(Id, By);

/// <summary>Yes.</summary>
public sealed record ApproveWord(string Id, ImmutableArray<Speaker> By, StepName Step) : Word(Id, By);

/// <summary>Go on without the step.</summary>
public sealed record SkipWord(string Id, ImmutableArray<Speaker> By, StepName Step, string Because) : Word(Id, By);

/// <summary>Do a failed step again.</summary>
public sealed record RetryWord(string Id, ImmutableArray<Speaker> By, StepName Step) : Word(Id, By);

/// <summary>Leave a step failed that the plan asks about.</summary>
public sealed record GiveUpWord(string Id, ImmutableArray<Speaker> By, StepName Step) : Word(Id, By);

/// <summary>Begin nothing new.</summary>
public sealed record PauseWord(string Id, ImmutableArray<Speaker> By, string? Because) : Word(Id, By);

/// <summary>Go on.</summary>
public sealed record UnpauseWord(string Id, ImmutableArray<Speaker> By) : Word(Id, By);

/// <summary>End the run here.</summary>
public sealed record AbortWord(string Id, ImmutableArray<Speaker> By, string Because) : Word(Id, By);
