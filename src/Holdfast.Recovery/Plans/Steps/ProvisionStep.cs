using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class ProvisionStep() : StepKind(new(new Key("provision", Written.Mapping(Shape))))
{
    private static readonly Shape Shape = new(
        "stepProvision",
        "Makes what is not there.",
        [new("run", Templates.Command, Needed: true), .. RunStep.Beside, new("takes", Durations.Written, "How long it takes.")]);

    public override StepRead Read(Field field, Fields fields, StepContext context) => field.Fields(fields.KeyOf(Word), Shape) is { } provision
        ? new(RunStep.CommandOf(provision, context.Host), provision.Optional("takes")?.Duration())
        : default;

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromHours(1), takes);
}
