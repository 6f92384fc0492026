using Holdfast.Sources.Secrets;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>Asks a database of a cluster on this host, in a transaction that cannot change it.</summary>
public static class PostgreSqlQuestion
{
    /// <summary><c>:disaster</c> is a timestamptz, <c>:rpo</c> an interval; Npgsql tells them from casts and from text in quotes.</summary>
    /// <exception cref="HostException">No one value came back.</exception>
    public static async Task<string> AskAsync(
        int port, string user, Secret? password, string database, Question question, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(PostgreSqlServerAt.Of(port, user, password, database, readOnly: true));
            await connection.OpenAsync(cancellation);
#pragma warning disable CA2100 // The plan's owner wrote the query, and the transaction reads only.
            await using var command = new NpgsqlCommand(question.Query, connection);
#pragma warning restore CA2100
            command.Parameters.Add(new("disaster", NpgsqlDbType.TimestampTz) { Value = question.Disaster.UtcDateTime });
            command.Parameters.Add(new("rpo", NpgsqlDbType.Interval) { Value = question.Rpo });
            return await Question.ReadOnlyValueAsync(command, cancellation);
        }
        catch (NpgsqlException e)
        {
            throw PostgreSqlTrouble.Explain(port, user, database, e);
        }
    }
}
