namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads what is protected, how often and where to.</summary>
internal sealed class ProtectionReader(PlanScope scope, Host? runsOn, Host? recoversOn)
{
    /// <returns>Null when it can't be known what is protected, which was reported.</returns>
    public Protection? Read(Field field, PlanNode owner)
    {
        if (field.Node is TextNode { IsNull: false } word)
        {
            field.Refuse(ProblemId.BadChoice, $"is neither what is protected nor \"nothing\": {Shown.Quoted(word.Text)}",
                "write  protect: { files: documents, every: 1 hour, to: [nas] }  or  protect: nothing  with the reason under  because:");
            return null;
        }

        if (Choice.Read(field, owner, PlanKeys.Protect) is not { } choice)
        {
            return null;
        }

        var fields = choice.Fields;
        var data = DataOf(choice);
        var every = fields.Required("every", "15 minutes")?.Duration();
        var to = scope.Repositories.ReferAll(fields.Required("to", "[nas, offsite]")?.SomeItems());
        var protection = new Protection(data ?? new FilesData("", []), every ?? default, [.. to.Select(t => t.Name)])
        {
            AtLeast = fields.Optional("at least") is { } least ? LeastContents.Read(least) : null,
            Keep = fields.Optional("keep") is { } keep ? KeepOf(keep, fields.KeyOf("keep")) : null,
            HoldUntil = fields.Optional("hold until")?.As(Dates.Kind),
            VerifyEvery = fields.Optional("verify every")?.As(CalendarSpans.Kind),
        };
        return data is null ? null : protection;
    }

    private static Retention? KeepOf(Field field, PlanNode key)
    {
        if (field.Fields(key, PlanKeys.Keep) is not { } fields)
        {
            return null;
        }

        if (field.Node is MapNode { Entries.IsEmpty: true })
        {
            field.Refuse(ProblemId.NoValue, "is empty, which would keep nothing", "write at least one reason to keep a copy, such as  daily: 14");
        }

        return new Retention(Count("last"), Count("hourly"), Count("daily"), Count("weekly"), Count("monthly"), Count("yearly"),
            fields.Optional("within")?.As(CalendarSpans.Kind));

        int? Count(string key) => fields.Optional(key)?.Integer(1, 100_000);
    }

    private ProtectedData? DataOf(Choice choice)
    {
        var fields = choice.Fields;
        var field = fields.Optional(choice.Kind)!;
        switch (choice.Kind)
        {
            case "sqlite":
                return Templates.Path(field) is { } file ? new SqliteData(file) : null;
            case "files":
                var exclude = fields.Optional("exclude")?.Items() ?? [];
                return Templates.Path(field) is { } folder ? new FilesData(folder, [.. exclude.Select(e => e.Text() ?? "")]) : null;
            default:
                return field.Fields(fields.KeyOf(choice.Kind), PlanKeys.PostgreSql) is { } server ? PostgreSqlOf(server) : null;
        }
    }

    private PostgreSqlData PostgreSqlOf(Fields fields)
    {
        var cluster = Templates.Path(fields.Required("cluster", "/var/lib/postgresql/15/main"));
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
