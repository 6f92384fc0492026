using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Checks;

internal sealed class FilesCheckKind() : CheckKind(new(
    new("files", Written.Text, "A folder."),
    new Key("at least", Written.Whole(1), "How many files are in it.", Needed: true)))
{
    public override CheckAction Read(Fields fields, StepContext context) => new FilesCheck(
        Templates.Read(fields.Optional("files"), context.Host) ?? "", fields.Required("at least", "1")?.Integer(1, int.MaxValue) ?? 1);
}
