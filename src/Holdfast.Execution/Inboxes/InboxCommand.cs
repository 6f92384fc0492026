using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Codes;

namespace Holdfast.Execution.Inboxes;

/// <summary>An operator command on its way from one process to another, as its file has it.</summary>
/// <param name="Id">Also the file's name.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Step">About which step; null where it is about the run.</param>
/// <param name="User">Of the operating system.</param>
/// <param name="Proofs">Of the codes that were given; none where no one proved who they are.</param>
public sealed record InboxCommand(string Id, OperatorCommandKind Kind, string? Step, string? Because, string User, ImmutableArray<CodeProof> Proofs)
{
    /// <param name="by">Whom the proofs are of.</param>
    /// <exception cref="FormatException">It lacks what its kind needs.</exception>
    public OperatorCommand By(ImmutableArray<Speaker> by) => Kind switch
    {
        OperatorCommandKind.Confirm => new ConfirmStep(Id, by, StepNamed()),
        OperatorCommandKind.Approve => new ApproveStep(Id, by, StepNamed()),
        OperatorCommandKind.Skip => new SkipStep(Id, by, StepNamed(), Because ?? ""),
        OperatorCommandKind.Retry => new RetryStep(Id, by, StepNamed()),
        OperatorCommandKind.GiveUp => new GiveUpStep(Id, by, StepNamed()),
        OperatorCommandKind.Pause => new PauseRun(Id, by, Because),
        OperatorCommandKind.Unpause => new UnpauseRun(Id, by),
        OperatorCommandKind.Abort => new AbortRun(Id, by, Because ?? ""),
        _ => throw new InvalidOperationException($"Nobody decided what {Kind} says."),
    };

    private StepName StepNamed() => StepName.Parse(Step ?? throw new FormatException("It names no step."));
}

[JsonConverter(typeof(JsonStringEnumConverter<OperatorCommandKind>))]
public enum OperatorCommandKind
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
[JsonSerializable(typeof(InboxCommand))]
internal sealed partial class InboxJson : JsonSerializerContext;
