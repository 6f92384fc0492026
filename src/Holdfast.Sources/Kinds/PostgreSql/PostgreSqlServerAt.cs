using Holdfast.Sources.Secrets;
using Npgsql;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>How a server of this host is reached.</summary>
internal static class PostgreSqlServerAt
{
    /// <param name="readOnly">Whether nothing that is asked may change the database.</param>
    internal static string Of(int port, string user, Secret? password, string database, bool readOnly) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = port, Username = user, Password = password?.Reveal(), Database = database,
        Pooling = false, Timeout = 5, CommandTimeout = 30, ApplicationName = "holdfast",
        Options = readOnly ? "-c default_transaction_read_only=on" : null,
    }.ToString();
}
