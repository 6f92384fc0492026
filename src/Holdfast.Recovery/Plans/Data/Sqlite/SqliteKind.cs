using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Data.Sqlite;

internal sealed class SqliteKind() : DataKind(new(new Key(Name, Written.Text, "The database's file.")))
{
    public const string Name = "sqlite";

    public override ProtectedData? Read(Fields fields, DataHosts hosts) => Templates.Path(fields.Optional(Name)) is { } file ? new SqliteData(file) : null;

    public override Field? DatabaseOf(Fields check)
    {
        var database = check.Optional("database");
        database?.Refuse(ProblemId.NoDatabase, "names a database inside SQLite, which has none: the file is the database", "remove it.");
        return database;
    }
}
