using Microsoft.Data.Sqlite;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>Whether a SQLite database takes a write: a table is made in a transaction and taken back.</summary>
public static class SqliteWriteProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>Null: it takes one; else why it does not.</returns>
    public static Task<string?> WhatIsWrongAsync(string file, CancellationToken cancellationToken) =>
        SqliteWork.RunAsync(stop => ProbeAsync(file, stop), TimeProvider.System, cancellationToken);

    private static async Task<string?> ProbeAsync(string file, CancellationToken stop)
    {
        try
        {
            await using var connection = SqliteFile.OpenToWrite(file, Patience, stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE; CREATE TABLE \"holdfast write probe\"(n INTEGER); ROLLBACK";
            await command.ExecuteNonQueryAsync(stop);
            return null;
        }
        catch (SqliteException e)
        {
            return $"it takes no write: {e.Message}";
        }
    }
}
