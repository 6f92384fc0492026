using Microsoft.Data.Sqlite;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>Looks into a database that may be in use, without taking a lock or leaving anything beside it.</summary>
public static class SqlitePeek
{
    private const int MostTables = 200;

    /// <summary>A suggestion is not worth more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <returns>The table with the most rows; null: there is none with any, or the file cannot be read like this.</returns>
    public static string? LargestTable(string file)
    {
        using var late = new CancellationTokenSource(Longest, TimeProvider.System);
        try
        {
            using var connection = SqliteFile.OpenUntouched(file, late.Token);
            var tables = new List<string>();
            using (var list = connection.CreateCommand())
            {
                list.CommandText = $"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT {MostTables}";
                using var rows = list.ExecuteReader();
                while (rows.Read()) tables.Add(rows.GetString(0));
            }

            return tables.Select(table => (table, rows: HighestRow(connection, table))).Where(t => t.rows > 0)
                .OrderByDescending(t => t.rows).Select(t => t.table).FirstOrDefault();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            return null; // In the middle of a change, encrypted, or damaged: then there is nothing to say about it.
        }
    }

    /// <summary>Of the last row, which stands for how many there are and is known without reading them all.</summary>
    private static long HighestRow(SqliteConnection connection, string table)
    {
        try
        {
            using var count = connection.CreateCommand();
#pragma warning disable CA2100 // The name comes from the database's own list, with its quotes doubled.
            count.CommandText = $"SELECT max(rowid) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
#pragma warning restore CA2100
            return count.ExecuteScalar() is long rows ? rows : 0;
        }
        catch (SqliteException)
        {
            return 0; // A table without row numbers, or of an extension that is not here.
        }
    }
}
