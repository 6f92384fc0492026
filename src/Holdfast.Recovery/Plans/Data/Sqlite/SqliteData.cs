namespace Holdfast.Recovery.Plans.Data.Sqlite;

public sealed record SqliteData(string File) : ProtectedData
{
    public override string Kind => SqliteKind.Name;

    public override string Title => "SQLite database";

    public override string Path => File;

    public override bool IsFile => true;

    public override bool IsDatabase => true;
}
