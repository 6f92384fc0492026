using Holdfast.Sources.Secrets;
using Npgsql;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>Asks a running server which tables hold anything. Only catalogs and the sizes of files are read, so it costs no more for a large table.</summary>
internal static class FilledTables
{
    private const string Databases = "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname";

    // A partitioned table has its rows in its partitions, which are made and dropped as time goes by. PostgreSQL 10 and later.
    private const string Tables = """
        WITH RECURSIVE part(root, child) AS (
          SELECT oid, oid FROM pg_class WHERE relkind = 'p' AND NOT relispartition
          UNION ALL SELECT part.root, i.inhrelid FROM pg_inherits i JOIN part ON i.inhparent = part.child)
        SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relpersistence = 'p' AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%'
          AND ((c.relkind IN ('r', 'm') AND pg_relation_size(c.oid) > 0)
            OR (c.relkind = 'p' AND EXISTS (SELECT 1 FROM part WHERE part.root = c.oid AND pg_relation_size(part.child) > 0)))
        """;

    /// <returns>As <c>database.schema.table</c>; null: the user may not ask, or the server can't say.</returns>
    internal static async Task<IReadOnlyList<string>?> AskAsync(int port, string user, Secret? password, CancellationToken cancellation)
    {
        try
        {
            var found = new List<string>();
            foreach (var database in await ListAsync("postgres", Databases))
            {
                found.AddRange((await ListAsync(database, Tables)).Select(table => $"{database}.{table}"));
            }

            return found;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return null; // A user who may only replicate: the copy is as good, and can't be held against its past by its tables.
        }

        async Task<List<string>> ListAsync(string database, string query)
        {
            await using var connection = new NpgsqlConnection(PostgreSqlServerAt.Of(port, user, password, database, readOnly: true));
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the two above.
            command.CommandText = query;
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var names = new List<string>();
            while (await rows.ReadAsync(cancellation))
            {
                names.Add(rows.GetString(0));
            }

            return names;
        }
    }
}
