using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>What a run wants to hear from someone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionKind>))]
public enum QuestionKind
{
    /// <summary>That something is done.</summary>
    [JsonStringEnumMemberName("task")] Task,

    /// <summary>Yes, from as many people as the plan says.</summary>
    [JsonStringEnumMemberName("approval")] Approval,

    /// <summary>What becomes of a step that failed: again, skipped, or given up.</summary>
    [JsonStringEnumMemberName("failure")] Failure,
}

/// <summary>The run waits for someone. Nothing is sent: whoever watches the run tells them.</summary>
/// <param name="For">Whom the plan names: a role or a person.</param>
/// <param name="Asked">People, by what the plan calls them; empty where it names no one.</param>
/// <param name="StandIns">Who is asked next when no one answers, in this order.</param>
/// <param name="What">What is to be done or decided, in words.</param>
/// <param name="Needed">How many different people must say yes; 0 where it is no approval.</param>
/// <param name="Until">When the question has failed.</param>
public sealed record PersonAsked(
    DateTimeOffset At,
    StepName Step,
    QuestionKind Kind,
    string For,
    ImmutableArray<string> Asked,
    ImmutableArray<string> StandIns,
    string What,
    int Needed,
    DateTimeOffset Until) : RunEvent(At);

/// <param name="People">Those who were asked and have not answered.</param>
public sealed record PersonReminded(DateTimeOffset At, StepName Step, ImmutableArray<string> People) : RunEvent(At);

/// <summary>Those asked so far did not answer in their share of the time, so one more is asked.</summary>
public sealed record StandInAsked(DateTimeOffset At, StepName Step, string Person) : RunEvent(At);

/// <summary>One person said yes.</summary>
public sealed record StepApproved(DateTimeOffset At, StepName Step, Speaker By) : RunEvent(At);
