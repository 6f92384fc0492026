using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>Something that happened in a run. A run is nothing but its events, in order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RunBegan), "run began")]
[JsonDerivedType(typeof(StepStarted), "step started")]
[JsonDerivedType(typeof(StepSucceeded), "step succeeded")]
[JsonDerivedType(typeof(StepFailed), "step failed")]
[JsonDerivedType(typeof(ServiceDied), "service died")]
[JsonDerivedType(typeof(ServicesStopped), "services stopped")]
[JsonDerivedType(typeof(DoubtSettled), "doubt settled")]
[JsonDerivedType(typeof(RunResumed), "run resumed")]
[JsonDerivedType(typeof(RunEnded), "run ended")]
[JsonDerivedType(typeof(PersonAsked), "person asked")]
[JsonDerivedType(typeof(PersonReminded), "person reminded")]
[JsonDerivedType(typeof(StandInAsked), "stand-in asked")]
[JsonDerivedType(typeof(StepApproved), "step approved")]
[JsonDerivedType(typeof(StepSkipped), "step skipped")]
[JsonDerivedType(typeof(StepRetried), "step retried")]
[JsonDerivedType(typeof(StepGivenUp), "step given up")]
[JsonDerivedType(typeof(RunPaused), "run paused")]
[JsonDerivedType(typeof(RunUnpaused), "run unpaused")]
[JsonDerivedType(typeof(CommandRefused), "word refused")]
[JsonDerivedType(typeof(PointReplaced), "point replaced")]
public abstract record RunEvent(DateTimeOffset At)
{
    /// <summary>The id of the operator command that made it happen, which is thereby taken and never counts again; null: none did.</summary>
    [JsonPropertyName("word")] // Old journals stay readable.
    public string? Command { get; init; }
}

/// <param name="PlanHash">SHA-256, hexadecimal, of the plan's text that this run follows.</param>
/// <param name="PlanFolder">Absolute: what the plan's relative paths start from.</param>
/// <param name="Disaster">The run's zero.</param>
/// <param name="Systems">Those that it brings back; in journals since they are ordered, the most urgent first.</param>
/// <param name="Points">What each system is brought back from; none for a system that has no recovery point.</param>
/// <param name="Expected">What was predicted for each system before the first step.</param>
/// <param name="NotExercised">What this run leaves out of the real thing, in words; empty for a failover.</param>
/// <param name="Unrecoverable">Systems that are lost too, and that the run leaves out because the plan can't bring them back.</param>
public sealed record RunBegan(
    DateTimeOffset At,
    string Run,
    RunKind Kind,
    string Organization,
    string Scenario,
    string PlanHash,
    string PlanFolder,
    DateTimeOffset Disaster,
    DisasterSource DisasterFrom,
    ImmutableArray<string> Systems,
    ImmutableArray<RepositoryUsed> Repositories,
    ImmutableArray<RecoveryPoint> Points,
    ImmutableArray<Expectation> Expected,
    ImmutableArray<string> NotExercised,
    ImmutableArray<UnrecoverableSystem> Unrecoverable = default) : RunEvent(At)
{
    /// <summary>Empty in journals from before such systems were left out: then they refused the whole run.</summary>
    public ImmutableArray<UnrecoverableSystem> Unrecoverable { get; init; } = Unrecoverable.IsDefault ? [] : Unrecoverable;

    /// <summary>Why nothing was predicted, so that every expected figure is unknown; null: the predictor answered.</summary>
    public string? Unpredicted { get; init; }

    /// <summary>Repositories that survive and could not be opened when the run began, and why; the run goes on without them.</summary>
    public ImmutableArray<UnreachableRepository> Unreachable { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The name of the machine that carries it out; null in journals from before that was said.</summary>
    public string? Machine { get; init; }

    /// <summary>What the operator asked for of the points; null: the newest of each system.</summary>
    public PointWish? Wish { get; init; }

    /// <summary>Checks that passed before anything was brought back, so that they show nothing; null: nobody asked then, as in a failover.</summary>
    public ImmutableArray<StepName>? PassedBefore { get; init; }

    /// <summary>Checks of which an earlier drill showed that they fail while nothing is there, so that they prove something when they pass; null: none is known.</summary>
    public ImmutableArray<StepName>? KnownToFail { get; init; }

    /// <summary>Unfinished runs out of a repository beside which it began all the same, by the operator's word; null: none.</summary>
    public ImmutableArray<RunSetAside>? SetAside { get; init; }
}

public sealed record UnreachableRepository(string Name, string Why);

/// <summary>A run that came out of a repository, that has not ended there, and that the operator did not let stand in the way.</summary>
public sealed record RunSetAside(string Run, string Because);

/// <param name="Why">What the plan lacks to bring it back.</param>
public sealed record UnrecoverableSystem(string System, string Why);

/// <summary>A repository that the run reads from: where it was found, and where its key was found (never the key).</summary>
public sealed record RepositoryUsed(string Name, string At, string Key);

/// <summary>From now on a system is brought back from another point: what it was to be brought back from cannot be read, or a newer one came into reach.</summary>
/// <param name="From">Null: it had none.</param>
public sealed record PointReplaced(DateTimeOffset At, string System, RecoveryPoint? From, RecoveryPoint To, string Why) : RunEvent(At);

/// <summary>Written before the step is begun.</summary>
public sealed record StepStarted(DateTimeOffset At, StepName Step) : RunEvent(At);

/// <param name="Bytes">What a restore wrote; 0 for other steps.</param>
/// <param name="Instead">What a drill did in place of the step, which therefore says nothing about the real one; null: the step itself.</param>
/// <param name="By">Who said that it is done; null: nobody had to.</param>
public sealed record StepSucceeded(DateTimeOffset At, StepName Step, long Bytes, string? Note, string? Instead = null, Speaker? By = null) : RunEvent(At)
{
    /// <summary>What a drill did in place of a step that the plan has it leave out: nothing.</summary>
    public const string LeftOut = "skipped";

    /// <summary>Whether another program than the run's may have answered the check, so that it proves nothing by itself; the note says why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unproven { get; init; }
}

public sealed record StepFailed(DateTimeOffset At, StepName Step, string Why, string? Hint) : RunEvent(At);

/// <summary>What a step had started does not run any more, so its system does not operate. After the run's end it changes no figure of it.</summary>
/// <param name="Step">The step that started it.</param>
/// <param name="Why">With the last lines of its log.</param>
public sealed record ServiceDied(DateTimeOffset At, StepName Step, string Why, string? Hint) : RunEvent(At);

/// <summary>Somebody stopped what the run had started. It changes nothing of what the run came to; taking it up starts them again.</summary>
/// <param name="Steps">The steps that had started them.</param>
public sealed record ServicesStopped(DateTimeOffset At, ImmutableArray<StepName> Steps, string? Because, Speaker By) : RunEvent(At);

/// <summary>The operator said whether a step in doubt had happened; if not, it is done again.</summary>
public sealed record DoubtSettled(DateTimeOffset At, StepName Step, bool Happened) : RunEvent(At);

/// <summary>Somebody took the run up again. What failed may be tried again; what was under way is in doubt or repeated.</summary>
public sealed record RunResumed(DateTimeOffset At) : RunEvent(At)
{
    /// <summary>The repository that the journal came out of up to here: another machine wrote that, and nobody signed it. Null: this machine did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? From { get; init; }
}

/// <param name="Results">Target, predicted and measured, side by side; empty for a run that was given up.</param>
/// <param name="By">Who gave it up while it went on; null: it ended by itself, or nobody carried it out.</param>
public sealed record RunEnded(DateTimeOffset At, RunOutcome Outcome, ImmutableArray<SystemResult> Results, string? Why, Speaker? By = null) : RunEvent(At)
{
    /// <summary>
    /// How far the machine's date went away, during the run, from the time that passed; null: not by more than clocks do. Its times
    /// are by the time that passed, and nothing is learnt from them.
    /// </summary>
    public TimeSpan? ClocksParted { get; init; }

    /// <summary>Whether a system is down that the plan can bring back: only then is there something to take up.</summary>
    [JsonIgnore]
    public bool CanBeTakenUp => Outcome == RunOutcome.PartlyRecovered && Results.Any(r => r is { MeasuredRto: null, Unrecoverable: null });
}

/// <summary>What is predicted for a system.</summary>
/// <param name="Rto">From the disaster until it operates: the declaration and the recovery.</param>
/// <param name="Recovery">From the declaration until it operates, which is what drills measure.</param>
/// <param name="TargetRpo">What it may lose.</param>
public sealed record Expectation(string System, Figure Rto, Figure Recovery, Figure Rpo, TimeSpan TargetRpo)
{
    /// <summary>As <see cref="Rto"/>, but nine times in ten no longer than this. Unknown in journals from before it was predicted.</summary>
    public Figure RtoP90 { get; init; } = Figure.Unknown;
}

/// <summary>What became of a system. Times count from the disaster.</summary>
/// <param name="MeasuredRto">Null: it does not operate again.</param>
/// <param name="MeasuredRpo">From the recovery point's moment to the disaster; null: nothing was restored.</param>
/// <param name="Unrecoverable">Why the plan can't bring it back; of the business: that not all of it comes back. Null: it can.</param>
public sealed record SystemResult(
    string System,
    TimeSpan TargetRto,
    Figure PredictedRto,
    TimeSpan? MeasuredRto,
    TimeSpan TargetRpo,
    Figure PredictedRpo,
    TimeSpan? MeasuredRpo,
    string? Unrecoverable = null)
{
    /// <summary>Whether the run showed nothing of it although its steps were done: it has no check, each passes with nothing there, or no one knows what answered it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotProven { get; init; }

    [JsonIgnore]
    public bool WithinTarget => MeasuredRto <= TargetRto && MeasuredRpo <= TargetRpo;

    /// <summary>Within its targets, and shown to be so.</summary>
    [JsonIgnore]
    public bool IsGood => WithinTarget && !NotProven;
}
