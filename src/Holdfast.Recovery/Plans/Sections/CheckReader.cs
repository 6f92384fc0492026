using Holdfast.Recovery.Plans.Data;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads a question whose right answer means that a system operates.</summary>
/// <param name="system">What the system keeps: only a database can be asked in SQL.</param>
internal sealed class CheckReader(SystemData system, Host? host)
{
    public CheckAction? Read(Field check, PlanNode owner)
    {
        var choice = Choice.Read(check, owner, PlanKeys.Check);
        return choice?.Kind switch
        {
            null => null,
            "http" => HttpOf(choice.Fields),
            "sql" => SqlOf(choice.Fields),
            "files" => FilesOf(choice.Fields),
            _ => new CommandCheck(Templates.ReadCommand(choice.Fields.Optional("run"), host), choice.Fields.Optional("as")?.Text()) { ByOthers = ByOthers(choice.Fields) },
        };
    }

    private HttpCheck HttpOf(Fields fields)
    {
        var field = fields.Optional("http")!;
        var url = Templates.Read(field, host);
        if (url is not null && !IsUrl(url))
        {
            field.Refuse(ProblemId.BadUrl, "is not the address of a web page", "write it whole, such as \"http://127.0.0.1:{port booking}/health\".");
        }

        return new HttpCheck(url ?? "", fields.Optional("method")?.OneOf("GET", "POST") ?? "GET",
            fields.Optional("expect")?.Integer(100, 599) ?? 200, fields.Optional("contains")?.Text()) { ByOthers = ByOthers(fields) };
    }

    // Whatever a host puts in for a port is a number; a folder or the plan's folder may stand in a path.
    private static bool IsUrl(string template)
    {
        var filled = string.Concat(Placeholders.Pieces(template).Select(p => p.Kind switch
        {
            Placeholders.PieceKind.Literal => p.Text,
            Placeholders.PieceKind.Port => "1",
            _ => "folder",
        }));
        return Uri.TryCreate(filled, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
    }

    private SqlCheck SqlOf(Fields fields)
    {
        var query = fields.Optional("sql")!;
        Field? database;
        if (system is { IsKnown: true, Data: null })
        {
            query.Refuse(ProblemId.NoDatabase, "asks a database, and nothing of this system is protected that holds one", "check it by http, files or run.");
            database = fields.Optional("database");
        }
        else
        {
            database = system.Data is { } data ? DataKinds.Of(data).DatabaseOf(fields) : fields.Optional("database");
        }

        return new SqlCheck(query.Text() ?? "", database?.Text(), fields.Required("expect", "true")?.AnyText() ?? "")
        {
            ReadOnly = fields.Optional("read only")?.YesOrNo() ?? false,
            ByOthers = ByOthers(fields),
        };
    }

    private static bool ByOthers(Fields fields) => fields.Optional("answered by")?.OneOf("others") is not null;

    private FilesCheck FilesOf(Fields fields) =>
        new(Templates.Read(fields.Optional("files"), host) ?? "", fields.Required("at least", "1")?.Integer(1, int.MaxValue) ?? 1);
}
