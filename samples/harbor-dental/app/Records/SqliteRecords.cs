using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HarborDental.Records;

/// <summary>One SQLite file in WAL mode: readers, and an online backup among them, never make a booking wait.</summary>
internal sealed class SqliteRecords(string file) : RecordsDatabase
{
    private readonly string connection = new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(file),
        // Never create: an empty database in place of a lost one would look like a practice without patients.
        Mode = SqliteOpenMode.ReadWrite,
        // Seconds that a statement waits for another writer (or for a backup that holds the lock) before it fails.
        DefaultTimeout = 20,
    }.ToString();

    public override string InstantType => "real";

    public override async Task<DbConnection> Open(CancellationToken cancellation)
    {
        var opened = new SqliteConnection(connection);
        try
        {
            await opened.OpenAsync(cancellation);
            // A recovered copy may have lost the WAL mode on its way; where it is on, asking again does nothing.
            await opened.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on", cancellation);
            return opened;
        }
        catch // Whatever it was, nobody else would close what was opened.
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the file, empty.</summary>
    public async Task Create(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await using var making = new SqliteConnection(
            new SqliteConnectionStringBuilder(connection) { Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        await making.OpenAsync(cancellation);
    }

    public override object Stored(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).TotalSeconds;

    public override DateTimeOffset Instant(DbDataReader row, int column) =>
        // A double holds seconds of this century to a quarter of a microsecond; milliseconds are what we promise.
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(row.GetDouble(column) * 1000));

    public override ValueTask DisposeAsync()
    {
        // The pool keeps files open; closing the last connection also folds the WAL into the database.
        using var pool = new SqliteConnection(connection);
        SqliteConnection.ClearPool(pool);
        return ValueTask.CompletedTask;
    }
}
