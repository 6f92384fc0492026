using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class RunStep() : StepKind(new(new("run", Templates.Command), Beside))
{
    /// <summary>What a command has beside it, wherever a step runs one.</summary>
    internal static readonly ImmutableArray<Key> Beside =
    [
        new("as", Written.Text, "The user to run as."),
        new("repeatable", Written.YesOrNo, "Whether it may run again after a crash."),
    ];

    public override StepRead Read(Field field, Fields fields, StepContext context) => new(CommandOf(fields, context.Host));

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromMinutes(10), takes);

    internal static CommandAction CommandOf(Fields fields, Host? host) =>
        new(Templates.ReadCommand(fields.Required("run", "[program, argument]"), host), fields.Optional("as")?.Text(), fields.Optional("repeatable")?.YesOrNo() ?? false);
}
