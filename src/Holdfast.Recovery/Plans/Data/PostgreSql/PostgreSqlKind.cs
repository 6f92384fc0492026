using System.Globalization;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Data.PostgreSql;

internal sealed class PostgreSqlKind() : DataKind(new(new Key(Name, Written.Mapping(Shape))))
{
    public const string Name = "postgresql";

    private static readonly Shape Shape = new(
        "postgreSql",
        "A PostgreSQL cluster.",
        new("cluster", Written.Text, "Its data folder.", Needed: true),
        new("port", Written.NumberOrText, "A number, or \"{port NAME}\".", Needed: true),
        new("user", Written.Text, "Who copies it.", Needed: true),
        new("password", KeyReferences.Written));

    public override ProtectedData? Read(Fields fields, DataHosts hosts)
    {
        if (fields.Optional(Name)!.Fields(fields.KeyOf(Name), Shape) is not { } server)
        {
            return null;
        }

        var cluster = Templates.Path(server.Required("cluster", "/var/lib/postgresql/15/main"));
        var port = PortOf(server.Required("port", "5432"), hosts);
        var user = server.Required("user", "postgres")?.Text();
        var password = KeyReferences.Read(server.Optional("password"));
        return new PostgreSqlData(cluster ?? "", port ?? "", user ?? "", password);
    }

    public override Field? DatabaseOf(Fields check) => check.Required("database", "records");

    // The server is backed up on one host and restored on the other, so both must know the port.
    private static string? PortOf(Field? field, DataHosts hosts) => field?.Node is TextNode text && text.Text.Contains('{', StringComparison.Ordinal)
        ? PlaceholderPort(field, text.Text, hosts)
        : field?.Integer(1, 65535)?.ToString(CultureInfo.InvariantCulture);

    private static string? PlaceholderPort(Field field, string text, DataHosts hosts)
    {
        if (Placeholders.Pieces(text).ToArray() is [{ Kind: Placeholders.PieceKind.Port }])
        {
            return Templates.Read(field, hosts.RunsOn, hosts.RecoversOn);
        }

        field.Refuse(ProblemId.BadNumber, $"must be a port from 1 to 65535 or one placeholder: {Shown.Quoted(text)}",
            "write a number, or \"{port NAME}\" with a port of the host.");
        return null;
    }
}
