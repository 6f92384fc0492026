using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>Copies a database while it is written, by SQLite's backup interface.</summary>
internal static class OnlineBackup
{
    private const int PagesPerStep = 2048; // Cancellation is noticed between steps: 8 MiB with the usual page of 4 KiB.

    /// <summary>
    /// Copies one moment of <paramref name="source"/>. The open read transaction holds that moment; without it, every write of
    /// another process between two steps would start the copy anew, and under steady writing it would never end.
    /// </summary>
    internal static void Copy(SqliteConnection source, SqliteConnection target, CancellationToken cancellation)
    {
        using var moment = source.BeginTransaction(deferred: true);
        using (var touch = source.CreateCommand())
        {
            touch.CommandText = "SELECT count(*) FROM sqlite_schema";
            touch.ExecuteScalar();
        }

        var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        int state;
        try
        {
            while ((state = raw.sqlite3_backup_step(backup, PagesPerStep)) == raw.SQLITE_OK)
                cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            raw.sqlite3_backup_finish(backup);
        }

        if (state != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(state, target.Handle);
    }
}
