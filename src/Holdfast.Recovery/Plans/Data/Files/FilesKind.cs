using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Data.Files;

internal sealed class FilesKind() : DataKind(new(
    new(Name, Written.Text, "A folder."),
    new Key("exclude", Written.ListOf(Written.Text), "Patterns of what is left out.")))
{
    public const string Name = "files";

    public override ProtectedData? Read(Fields fields, DataHosts hosts)
    {
        var exclude = fields.Optional("exclude")?.Items() ?? [];
        return Templates.Path(fields.Optional(Name)) is { } folder ? new FilesData(folder, [.. exclude.Select(e => e.Text() ?? "")]) : null;
    }

    public override Field? DatabaseOf(Fields check)
    {
        check.Optional("sql")?.Refuse(ProblemId.NoDatabase, "asks a database, and this system keeps files", "check it by http, files or run.");
        return check.Optional("database");
    }
}
