using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class SwitchStep() : StepKind(new(new Key("switch", Written.Mapping(Shape))))
{
    private static readonly Shape Shape = new("stepSwitch", "Sends users to where the system now is.")
    {
        Alternatives =
        [
            new(
                new("dns", Written.Text, "A name."),
                new("to", Written.Text, "An address; default: the host that it recovers on."),
                new("ttl", Durations.Written, "How long others may remember the old answer.")),
            new(new("run", Templates.Command), RunStep.Beside),
        ],
    };

    public override StepRead Read(Field field, Fields fields, StepContext context) => Choice.Read(field, fields.KeyOf(Word), Shape) switch
    {
        null => default,
        { Kind: "run", Fields: var command } => new(RunStep.CommandOf(command, context.Host)),
        { Fields: var dns } => new(new SwitchDnsAction(dns.Optional("dns")!.Text() ?? "", dns.Optional("to")?.Text(), dns.Optional("ttl")?.Duration())),
    };

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromMinutes(10), takes);
}
