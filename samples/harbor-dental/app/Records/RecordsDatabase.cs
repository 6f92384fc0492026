using System.Data.Common;

namespace HarborDental.Records;

/// <summary>
/// The practice's database. Both engines get the same SQL; what differs (how to connect, how an instant is stored,
/// the types of the schema) is here and in the two classes under it.
/// </summary>
internal abstract class RecordsDatabase : IAsyncDisposable
{
    /// <summary>The type of a column that holds an instant.</summary>
    public abstract string InstantType { get; }

    /// <summary>A connection ready for use. A commit on it is on the disk when it returns.</summary>
    public abstract Task<DbConnection> Open(CancellationToken cancellation);

    /// <summary>An instant as the value of a parameter.</summary>
    public abstract object Stored(DateTimeOffset instant);

    public abstract DateTimeOffset Instant(DbDataReader row, int column);

    public abstract ValueTask DisposeAsync();

    /// <param name="address"><c>sqlite:PATH</c> or <c>postgres:host=..;port=..;user=..;database=..</c>.</param>
    /// <param name="password">PostgreSQL's; never part of the address, which others can see in the process list.</param>
    public static RecordsDatabase At(string address, string? password)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? "" : address[..colon]) switch
        {
            "sqlite" => new SqliteRecords(address[(colon + 1)..]),
            "postgres" => new PostgresRecords(address[(colon + 1)..], password),
            _ => throw new CommandLine.SampleException(
                "--database does not begin with sqlite: or postgres:", "for example --database sqlite:data/records.db"),
        };
    }
}
