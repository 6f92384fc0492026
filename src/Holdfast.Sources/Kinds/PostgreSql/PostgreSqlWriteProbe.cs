using Holdfast.Sources.Secrets;
using Npgsql;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>
/// Whether a PostgreSQL database takes a write: a table is made in a transaction and taken back. A user who may make no tables still
/// gets a transaction id, which a standby and a server that lost its disk refuse.
/// </summary>
public static class PostgreSqlWriteProbe
{
    private const string NoRight = "42501"; // insufficient_privilege
    private const string Standby = "it is a standby and follows another server: it takes no write";

    /// <returns>Null: it takes one; else why it does not.</returns>
    /// <exception cref="HostException">It can't be asked.</exception>
    public static async Task<string?> WhatIsWrongAsync(int port, string user, Secret? password, string database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(PostgreSqlServerAt.Of(port, user, password, database, readOnly: false));
            await connection.OpenAsync(cancellationToken);
            if (await ValueAsync(connection, "SELECT pg_is_in_recovery()", cancellationToken) is true)
            {
                return Standby;
            }

            var probe = await TryAsync(connection, "CREATE TABLE \"holdfast write probe\"(n integer)", cancellationToken);
            probe = probe?.SqlState == NoRight ? await TryAsync(connection, "SELECT txid_current()", cancellationToken) : probe;
            return probe is null ? null : $"it takes no write: {probe.MessageText} ({probe.SqlState})";
        }
        catch (NpgsqlException e)
        {
            throw PostgreSqlTrouble.Explain(port, user, database, e);
        }
    }

    private static async Task<PostgresException?> TryAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ValueAsync(connection, statement, cancellationToken);
            return null;
        }
        catch (PostgresException e)
        {
            return e;
        }
        finally
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }

    private static async Task<object?> ValueAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the statements above.
        command.CommandText = statement;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
