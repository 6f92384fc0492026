namespace Holdfast.Sources.Kinds.PostgreSql;

internal sealed class PostgreSqlKind : SourceKind
{
    private const string User = "user";
    private const string UsualDatabase = "postgres"; // Every cluster has it.

    public override string Word => "postgresql";

    public override UsefulPart Useful => UsefulPart.WholeFolder;

    public override string OfParts =>
        "These are files of a PostgreSQL cluster. A server reads them only as a whole: restore the system without a PATH for a database that runs.";

    public override ISource Open(DataAt data, TimeProvider time) => new PostgreSqlSource(data.Path, data.Port, data.Setting(User), data.Password, time);

    public override async Task<string> AskAsync(DataAt data, string? database, Question question, CancellationToken cancellationToken) =>
        await PostgreSqlQuestion.AskAsync(
            data.Port, data.Setting(User), await data.Password(cancellationToken), database ?? UsualDatabase, question, cancellationToken);

    public override async Task<string?> WhyNoWriteAsync(DataAt data, string? database, CancellationToken cancellationToken) =>
        await PostgreSqlWriteProbe.WhatIsWrongAsync(
            data.Port, data.Setting(User), await data.Password(cancellationToken), database ?? UsualDatabase, cancellationToken);

    public override RestoredAside Aside(string path, string? told) => new([.. ServerBeside.Notes(told)], [.. ServerBeside.Commands(path)]);
}
