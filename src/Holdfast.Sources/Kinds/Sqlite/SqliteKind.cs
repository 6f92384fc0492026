namespace Holdfast.Sources.Kinds.Sqlite;

internal sealed class SqliteKind : SourceKind
{
    public override string Word => "sqlite";

    public override UsefulPart Useful => UsefulPart.OneFile;

    public override ISource Open(DataAt data, TimeProvider time) => new SqliteSource(data.Path, time);

    /// <param name="database">A file has none inside.</param>
    public override Task<string> AskAsync(DataAt data, string? database, Question question, CancellationToken cancellationToken) =>
        SqliteQuestion.AskAsync(data.Path, question, cancellationToken);

    public override Task<string?> WhyNoWriteAsync(DataAt data, string? database, CancellationToken cancellationToken) =>
        SqliteWriteProbe.WhatIsWrongAsync(data.Path, cancellationToken);

    public override string? DataSeenIn(string file) => SqliteHeader.IsIn(new FileInfo(file)) ? file : null;

    public override string? AgainstMereFiles(string data, string name, DateTimeOffset since)
    {
        var advice = $"(HINT: protect it as a system of its own with  sqlite: {data}  and leave it out here with  exclude: [\"{Path.GetFileName(data)}*\"])";
        string[] unfinished = [$"{data}-wal", $"{data}-journal"];
        return unfinished.Prepend(data).Any(file => new FileInfo(file) is { Exists: true } info && info.LastWriteTimeUtc >= since.UtcDateTime)
            ? $"{name} is a SQLite database that was written while it was copied as a file: the copy may not open {advice}"
            : unfinished.Any(file => new FileInfo(file) is { Exists: true, Length: > 0 })
            ? $"{name} is a SQLite database in use, copied as a file: such a copy may not open {advice}"
            : null;
    }

    public override RestoredAside Aside(string path, string? told) => new(["It is a whole SQLite database, and its integrity check passed."], []);
}
