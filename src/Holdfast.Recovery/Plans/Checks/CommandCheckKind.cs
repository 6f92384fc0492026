using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Checks;

internal sealed class CommandCheckKind() : CheckKind(new(
    new("run", Templates.Command),
    new("as", Written.Text, "The user to run as."),
    AnsweredBy))
{
    public override CheckAction Read(Fields fields, StepContext context) =>
        new CommandCheck(Templates.ReadCommand(fields.Optional("run"), context.Host), fields.Optional("as")?.Text()) { ByOthers = ByOthers(fields) };
}
