using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>One thing to do to bring a system back.</summary>
/// <param name="Name">Unique within its system: the action and what it acts on, such as <c>service booking</c>.</param>
/// <param name="Timeout">After which the step has failed.</param>
public sealed record RecoveryStep(string Name, StepAction Action, TimeSpan Timeout);

/// <summary>What a step does. Strings may hold <c>{folder}</c> and <c>{port NAME}</c>.</summary>
public abstract record StepAction;

/// <summary>Puts the chosen recovery point of the step's own system back. Repeatable.</summary>
/// <param name="Owner">The operating system's user who shall own what was restored; null: as recorded.</param>
public sealed record RestoreAction(string? Owner) : StepAction;

/// <summary>Starts a long-running program unless it runs already; that probe makes it repeatable.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="As">The user to run as; null: whoever runs Holdfast.</param>
public sealed record ServiceAction(
    string Service, ImmutableArray<string> Command, string? As, ImmutableSortedDictionary<string, string> Environment) : StepAction;

/// <summary>Runs a program to its end; exit code 0 is success.</summary>
/// <param name="Repeatable">Whether it may run again after a crash; if not, the operator is asked.</param>
public sealed record CommandAction(ImmutableArray<string> Command, string? As, bool Repeatable) : StepAction;

/// <summary>Asks again until the answer is right or the step's timeout is over. Repeatable.</summary>
public abstract record CheckAction : StepAction;

/// <param name="Method">GET or POST.</param>
/// <param name="Contains">Text that the answer's body must hold; null: any body.</param>
public sealed record HttpCheck(string Url, string Method, int Status, string? Contains) : CheckAction;

/// <summary>
/// Runs one query in the step's own system's database and compares its only value. The query may use <c>:disaster</c> and
/// <c>:rpo</c>: in PostgreSQL a timestamptz and an interval, in SQLite seconds since 1970 and seconds.
/// </summary>
public sealed record SqlCheck(string Query, string? Database, string Expect) : CheckAction;

public sealed record FilesCheck(string Folder, int AtLeast) : CheckAction;

public sealed record CommandCheck(ImmutableArray<string> Command, string? As) : CheckAction;
