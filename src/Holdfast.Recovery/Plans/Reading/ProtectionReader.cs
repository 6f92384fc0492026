using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads what is protected, how often and where to.</summary>
internal sealed class ProtectionReader(PlanScope scope, Host? runsOn, Host? recoversOn)
{
    /// <returns>Null parts could not be read; a plan with those has problems and is not built.</returns>
    public (ProtectedData? Data, TimeSpan? Every, ImmutableArray<string> To) Read(Field field, PlanNode owner)
    {
        var choice = Choice.Read(field, owner,
            ("sqlite", ["every", "to"]), ("files", ["exclude", "every", "to"]), ("postgresql", ["every", "to"]));
        if (choice is null)
        {
            return (null, null, []);
        }

        var fields = choice.Fields;
        var data = DataOf(choice);
        var every = fields.Required("every", "15 minutes")?.Duration();
        var to = scope.Repositories.ReferAll(fields.Required("to", "[nas, offsite]")?.SomeItems());
        return (data, every, [.. to.Select(t => t.Name)]);
    }

    private ProtectedData? DataOf(Choice choice)
    {
        var fields = choice.Fields;
        var field = fields.Optional(choice.Kind)!;
        switch (choice.Kind)
        {
            case "sqlite":
                return Templates.Plain(field) is { } file ? new SqliteData(file) : null;
            case "files":
                var exclude = fields.Optional("exclude")?.Items() ?? [];
                return Templates.Plain(field) is { } folder ? new FilesData(folder, [.. exclude.Select(e => e.Text() ?? "")]) : null;
            default:
                return field.Fields(fields.KeyOf(choice.Kind), "cluster", "port", "user", "password") is { } server ? PostgreSqlOf(server) : null;
        }
    }

    private PostgreSqlData PostgreSqlOf(Fields fields)
    {
        var cluster = Templates.Plain(fields.Required("cluster", "/var/lib/postgresql/15/main"));
        var port = PortOf(fields.Required("port", "5432"));
        var user = fields.Required("user", "postgres")?.Text();
        var password = KeyReferences.Read(fields.Optional("password"));
        return new PostgreSqlData(cluster ?? "", port ?? "", user ?? "", password);
    }

    // The server is backed up on one host and restored on the other, so both must know the port.
    private string? PortOf(Field? field) => field?.Node is TextNode text && text.Text.Contains('{', StringComparison.Ordinal)
        ? PlaceholderPort(field, text.Text)
        : field?.Integer(1, 65535)?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string? PlaceholderPort(Field field, string text)
    {
        if (Placeholders.Pieces(text).ToArray() is [{ Kind: Placeholders.PieceKind.Port }])
        {
            return Templates.Read(field, runsOn, recoversOn);
        }

        field.Refuse(ProblemId.BadNumber, $"must be a port from 1 to 65535 or one placeholder: {Shown.Quoted(text)}",
            "write a number, or \"{port NAME}\" with a port of the host.");
        return null;
    }
}
