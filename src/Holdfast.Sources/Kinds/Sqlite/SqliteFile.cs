using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>A database in one file, and the ways in which we open it.</summary>
internal static class SqliteFile
{
    /// <summary>What SQLite keeps beside a file that is in use, or that no one closed.</summary>
    internal static string[] CompanionsOf(string file) => [$"{file}-wal", $"{file}-shm", $"{file}-journal"];

    /// <summary>Whether the name leads to another file.</summary>
    internal static bool IsLink(string file) => new FileInfo(file).LinkTarget is not null;

    /// <summary>Opens a file that others may be using; nothing is ever written through it.</summary>
    internal static SqliteConnection OpenToRead(string file, TimeSpan patience, CancellationToken stop) => Open(file, SqliteOpenMode.ReadOnly, patience, stop);

    internal static SqliteConnection OpenNew(string file, TimeSpan patience, CancellationToken stop) => Open(file, SqliteOpenMode.ReadWriteCreate, patience, stop);

    /// <summary>Opens a file that is there and that others may be using.</summary>
    internal static SqliteConnection OpenToWrite(string file, TimeSpan patience, CancellationToken stop) => Open(file, SqliteOpenMode.ReadWrite, patience, stop);

    /// <summary>Takes no lock and leaves nothing beside the file; what someone writes meanwhile may be read torn.</summary>
    internal static SqliteConnection OpenUntouched(string file, CancellationToken stop) =>
        Open($"file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1", SqliteOpenMode.ReadOnly, TimeSpan.Zero, stop);

    /// <summary>Throws unless the file, which no one else uses, is a whole database. Leaves nothing beside it.</summary>
    internal static void Check(string file, CancellationToken stop)
    {
        // Pipes and devices, which might never answer, have no length either.
        if (new FileInfo(file).Length == 0)
            throw new HostException($"{file} is empty: there is no database in it") { IsOfPoint = true };
        try
        {
            using var connection = OpenUntouched(file, stop);
            if (Scalar(connection, "PRAGMA page_count") is "0")
                throw new HostException($"{file} is empty: there is no database in it") { IsOfPoint = true };
            var answer = Scalar(connection, "PRAGMA quick_check(3)");
            if (answer != "ok") throw new HostException($"{file} is damaged: {answer}",
                "restore an earlier recovery point; this one is not stored") { IsOfPoint = true };
        }
        catch (SqliteException e)
        {
            throw Explain(file, e);
        }
    }

    /// <summary>
    /// What is not free for new rows, of a whole database that no one else uses: deleted rows leave the file as long as it was. Throws
    /// where there is no table, since SQLite makes a database of any empty file.
    /// </summary>
    /// <param name="original">What the message names.</param>
    internal static long BytesInUse(string file, string original, CancellationToken stop)
    {
        try
        {
            using var connection = OpenUntouched(file, stop);
            if (Scalar(connection, "SELECT count(*) FROM sqlite_schema") is "0")
            {
                throw new HostException(
                    $"the SQLite database {original} has no table: it is empty, or not the file that was meant",
                    "check the path in the plan; protect it once its program has made its tables") { IsOfPoint = true };
            }

            return (Number(connection, "PRAGMA page_count") - Number(connection, "PRAGMA freelist_count")) * Number(connection, "PRAGMA page_size");
        }
        catch (SqliteException e)
        {
            throw Explain(original, e);
        }
    }

    /// <summary>The tables in which there is a row, of a whole database that no one else uses. What an extension keeps that is not here is left out.</summary>
    internal static IReadOnlyList<string> TablesWithRows(string file, CancellationToken stop)
    {
        using var connection = OpenUntouched(file, stop);
        var tables = new List<string>();
        using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
            using var rows = list.ExecuteReader();
            while (rows.Read())
            {
                tables.Add(rows.GetString(0));
            }
        }

        return [.. tables.Where(table => HoldsRows(connection, table))];
    }

    private static bool HoldsRows(SqliteConnection connection, string table)
    {
        try
        {
            using var look = connection.CreateCommand();
#pragma warning disable CA2100 // The name comes from the database's own list, with its quotes doubled.
            look.CommandText = $"SELECT EXISTS (SELECT 1 FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\")";
#pragma warning restore CA2100
            return look.ExecuteScalar() is 1L;
        }
        catch (SqliteException)
        {
            return false; // A virtual table of an extension that is not here: it never counted, so it is never missed.
        }
    }

    internal static HostException Explain(string file, SqliteException e) => new(
        $"the SQLite database {file} cannot be read: {e.Message}",
        e.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_CANTOPEN => "check the path in the plan and the rights of its folder",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                "another program keeps it locked; WAL mode (PRAGMA journal_mode=wal) lets it be read while it is written",
            SQLitePCL.raw.SQLITE_NOTADB => "the file is something else, or encrypted",
            SQLitePCL.raw.SQLITE_CORRUPT => "it is damaged; restore the last good recovery point",
            _ => null,
        },
        e)
    {
        IsOfPoint = !OfHost.Contains(e.SqliteErrorCode),
    };

    /// <summary>What the machine or another program is to blame for; all else is what the file holds.</summary>
    private static readonly int[] OfHost =
    [
        SQLitePCL.raw.SQLITE_CANTOPEN, SQLitePCL.raw.SQLITE_BUSY, SQLitePCL.raw.SQLITE_LOCKED, SQLitePCL.raw.SQLITE_IOERR, SQLitePCL.raw.SQLITE_FULL,
        SQLitePCL.raw.SQLITE_NOMEM, SQLitePCL.raw.SQLITE_PERM, SQLitePCL.raw.SQLITE_READONLY, SQLitePCL.raw.SQLITE_INTERRUPT,
    ];

    /// <summary>How many instructions it carries out before it looks again whether to stop: far less than a millisecond.</summary>
    private const int InstructionsBetweenLooks = 10_000;

    /// <param name="stop">Ends whatever the connection does.</param>
    private static SqliteConnection Open(string file, SqliteOpenMode mode, TimeSpan patience, CancellationToken stop)
    {
        // A pooled connection would keep the file, and its staging folder, in use after we are done.
        var name = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false,
            DefaultTimeout = (int)patience.TotalSeconds };
        var connection = new SqliteConnection(name.ToString());
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, InstructionsBetweenLooks, static stop => ((CancellationToken)stop).IsCancellationRequested ? 1 : 0, stop);
            using var busy = connection.CreateCommand();
            busy.CommandText = $"PRAGMA busy_timeout={(int)patience.TotalMilliseconds}";
            busy.ExecuteNonQuery();
            return connection;
        }
        catch // Whatever it was, no one else would close the connection.
        {
            connection.Dispose();
            throw;
        }
    }

    private static long Number(SqliteConnection connection, string query) =>
        long.Parse(Scalar(connection, query), CultureInfo.InvariantCulture);

    private static string Scalar(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
