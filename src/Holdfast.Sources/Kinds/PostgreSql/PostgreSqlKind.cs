using System.Globalization;
using Holdfast.Sources.Processes;

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

    public override string? DataSeenIn(string file) =>
        file.EndsWith("/global/pg_control", StringComparison.Ordinal) ? Path.GetDirectoryName(Path.GetDirectoryName(file)) : null;

    public override string? AgainstMereFiles(string data, string name, DateTimeOffset since) => HasServer(data)
        ? $"{name} is the cluster of a running PostgreSQL server, copied file by file: the copy may not start "
            + "(HINT: protect it as a system of its own with  postgresql:  and leave it out here with  exclude: )"
        : null;

    private static bool HasServer(string cluster)
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
                && ProcessTable.Find(pid) is { IsAlive: true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // No such file: no server.
        }
    }

    public override RestoredAside Aside(string path, string? told) => new([.. ServerBeside.Notes(told)], [.. ServerBeside.Commands(path)]);
}
