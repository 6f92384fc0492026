using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

/// <summary>Every kind of step that a plan can name: a new one is its file and a line here.</summary>
internal static class StepKinds
{
    public static ImmutableArray<StepKind> All { get; } =
    [
        new RestoreStep(),
        new ServiceStep(),
        new RunStep(),
        new CheckStep(),
        new TaskStep(),
        new ApprovalStep(),
        new NotifyStep(),
        new SwitchStep(),
        new WaitStep(),
        new ProvisionStep(),
    ];

    public static StepKind Of(string word) => All.Single(kind => kind.Word == word);
}
