using Holdfast.Sources.Kinds.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Sources;

public sealed class SqliteWriteProbeTests : IDisposable
{
    private const int WriteVersion = 18; // Offset in the header of the format, https://sqlite.org/fileformat.html

    private readonly Scratch _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public async Task A_database_that_takes_writes_is_as_before(string journal)
    {
        Make(journal);
        var before = await File.ReadAllBytesAsync(_scratch["booking.db"], Stop);
        Assert.Null(await SqliteWriteProbe.WhatIsWrongAsync(_scratch["booking.db"], Stop));
        Assert.Equal(before, await File.ReadAllBytesAsync(_scratch["booking.db"], Stop));
        Assert.Equal([_scratch["booking.db"]], Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public async Task A_database_that_can_only_be_read_says_so()
    {
        Make("delete");
        using (var file = new FileStream(_scratch["booking.db"], FileMode.Open))
        {
            file.Position = WriteVersion;
            file.WriteByte(3); // One that this SQLite does not write.
        }

        Assert.Contains("it takes no write: ", await SqliteWriteProbe.WhatIsWrongAsync(_scratch["booking.db"], Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_made_where_there_is_none()
    {
        Assert.NotNull(await SqliteWriteProbe.WhatIsWrongAsync(_scratch["gone.db"], Stop));
        Assert.Empty(Directory.GetFiles(_scratch.Path));
    }

    public void Dispose() => _scratch.Dispose();

    private void Make(string journal)
    {
        using var database = new SqliteConnection($"Data Source={_scratch["booking.db"]};Pooling=False");
        database.Open();
        using var fill = database.CreateCommand();
        fill.CommandText = journal == "wal" ? "PRAGMA journal_mode=wal; CREATE TABLE booking(at REAL)" : "CREATE TABLE booking(at REAL)";
        fill.ExecuteNonQuery();
    }
}
