using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Codes;

namespace Holdfast.Execution.Inboxes;

/// <summary>A word on its way from one process to another: the file that it is.</summary>
/// <param name="Id">Also the file's name.</param>
/// <param name="Kind">What is said.</param>
/// <param name="Step">About which step; null where it is about the run.</param>
/// <param name="User">Of the operating system.</param>
/// <param name="Proofs">Of the codes that were given; none where nobody proved who they are.</param>
public sealed record SpokenWord(string Id, WordKind Kind, string? Step, string? Because, string User, ImmutableArray<CodeProof> Proofs)
{
    /// <param name="by">Whom the proofs are of.</param>
    /// <exception cref="FormatException">It lacks what its kind needs.</exception>
    public Word By(ImmutableArray<Speaker> by) => Kind switch
    {
        WordKind.Confirm => new ConfirmWord(Id, by, StepNamed()),
        WordKind.Approve => new ApproveWord(Id, by, StepNamed()),
        WordKind.Skip => new SkipWord(Id, by, StepNamed(), Because ?? ""),
        WordKind.Retry => new RetryWord(Id, by, StepNamed()),
        WordKind.GiveUp => new GiveUpWord(Id, by, StepNamed()),
        WordKind.Pause => new PauseWord(Id, by, Because),
        WordKind.Unpause => new UnpauseWord(Id, by),
        WordKind.Abort => new AbortWord(Id, by, Because ?? ""),
        _ => throw new InvalidOperationException($"Nobody decided what {Kind} says."),
    };

    private StepName StepNamed() => StepName.Parse(Step ?? throw new FormatException("It names no step."));
}

[JsonConverter(typeof(JsonStringEnumConverter<WordKind>))]
public enum WordKind
{
    [JsonStringEnumMemberName("confirm")] Confirm,
    [JsonStringEnumMemberName("approve")] Approve,
    [JsonStringEnumMemberName("skip")] Skip,
    [JsonStringEnumMemberName("retry")] Retry,
    [JsonStringEnumMemberName("give up")] GiveUp,
    [JsonStringEnumMemberName("pause")] Pause,
    [JsonStringEnumMemberName("unpause")] Unpause,
    [JsonStringEnumMemberName("abort")] Abort,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpokenWord))]
internal sealed partial class WordJson : JsonSerializerContext;
