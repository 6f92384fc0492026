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

    public override RestoredAside Aside(string path, string? told) => new(["It is a whole SQLite database, and its integrity check passed."], []);
}
