using System.Data.Common;
using HarborDental.CommandLine;
using Npgsql;

namespace HarborDental.Records;

/// <summary>A database of a PostgreSQL cluster on loopback.</summary>
internal sealed class PostgresRecords(string address, string? password) : RecordsDatabase
{
    private readonly NpgsqlDataSource source = Source(address, password);

    public override string InstantType => "timestamptz";

    public override async Task<DbConnection> Open(CancellationToken cancellation) => await source.OpenConnectionAsync(cancellation);

    public override object Stored(DateTimeOffset instant) => instant.ToUniversalTime();

    public override DateTimeOffset Instant(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlDataSource Source(string address, string? password)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = address;
        }
        catch (ArgumentException e)
        {
            throw new SampleException(
                "the address after postgres: is not understood", "write it as host=127.0.0.1;port=5432;user=harbor;database=records", e);
        }

        string Part(string name) => parts.TryGetValue(name, out var value) ? (string)value : throw new SampleException(
            $"the address after postgres: names no {name}", "write it as host=127.0.0.1;port=5432;user=harbor;database=records");

        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Part("host"),
            Port = int.TryParse(Part("port"), out var port)
                ? port
                : throw new SampleException("the port after postgres: is no number", "write it as port=5432"),
            Username = Part("user"),
            Database = Part("database"),
            Password = password,
            SslMode = SslMode.Disable, // loopback only
            ApplicationName = "harbor-dental",
            // A database that restarts should be noticed within the patience of somebody on the telephone.
            Timeout = 3,
            CommandTimeout = 10,
            MaxPoolSize = 10,
        });
    }
}
