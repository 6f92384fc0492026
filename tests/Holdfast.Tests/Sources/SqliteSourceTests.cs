using Holdfast.Sources;
using Holdfast.Sources.Processes;
using Holdfast.Sources.Kinds.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Sources;

public sealed class SqliteSourceTests : SourceContract
{
    private SqliteConnection? _writer;

    [Fact]
    public async Task A_capture_is_whole_while_a_writer_never_pauses()
    {
        var source = await CreateAsync();
        using (var fill = Command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO entry(text) SELECT hex(randomblob(200)) FROM n"))
            fill.ExecuteNonQuery();
        using var enough = new CancellationTokenSource();
        long written = 0;
        var writing = Task.Run(() =>
        {
            // Two rows in one transaction: a copy that shows one of them is torn.
            using var pair = Command("INSERT INTO entry(text) VALUES ('left'), ('right')");
            while (!enough.IsCancellationRequested) written += pair.ExecuteNonQuery();
        }, Stop);
        SpinWait.SpinUntil(() => Interlocked.Read(ref written) > 0);

        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        await enough.CancelAsync();
        await writing;

        await source.VerifyAsync(capture, Stop);
        var file = Assert.Single(Directory.GetFileSystemEntries(capture.Folder));
        Assert.Equal("booking.db", Path.GetFileName(file));
        Assert.Equal("true", await SqliteQuestion.AskAsync(file,
            new("SELECT CASE WHEN count(*) FILTER (WHERE text = 'left') = count(*) FILTER (WHERE text = 'right') AND count(*) > 20000 THEN 'true' END FROM entry",
                DateTimeOffset.UnixEpoch, TimeSpan.Zero), Stop));
    }

    [Fact]
    public async Task The_tables_that_hold_a_row_are_told_whatever_they_are_called()
    {
        var source = await CreateAsync();
        using (var more = Command("INSERT INTO entry(text) VALUES ('x'); CREATE TABLE \"odd \"\" name\"(a); INSERT INTO \"odd \"\" name\" VALUES (1); CREATE TABLE bare(a); CREATE TABLE keyed(a PRIMARY KEY) WITHOUT ROWID; INSERT INTO keyed VALUES (1); CREATE TABLE log_2026_03(a); INSERT INTO log_2026_03 VALUES (1)"))
        {
            more.ExecuteNonQuery();
        }

        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        Assert.Equal(["entry", "keyed", "log_#", "odd \" name"], (await source.VerifyAsync(capture, Stop)).Tables);
    }

    [Fact]
    public async Task A_damaged_copy_is_not_taken_for_a_recovery_point()
    {
        var source = await CreateAsync();
        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        using (var file = new FileStream(Path.Combine(capture.Folder, "booking.db"), FileMode.Open))
        {
            file.Position = 4096 + 5; // Into the root page of the only table.
            file.Write(new byte[64].AsSpan());
        }

        var failure = await Assert.ThrowsAsync<HostException>(() => source.VerifyAsync(capture, Stop));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_does_not_end_is_given_up_and_ends()
    {
        await CreateAsync();
        using (var endless = Command("CREATE VIEW endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"))
        {
            endless.ExecuteNonQuery();
        }

        var ended = new TaskCompletionSource<int>();
        var failure = await Assert.ThrowsAsync<HostException>(() => SqliteWork.RunAsync(Count, TimeSpan.FromMilliseconds(200), () => new("too late"), TimeProvider.System, Stop));

        Assert.Equal("too late", failure.Message);
        Assert.Equal(SQLitePCL.raw.SQLITE_INTERRUPT, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop));

        int Count(CancellationToken stop)
        {
            try
            {
                using var connection = SqliteFile.OpenToRead(Scratch["booking.db"], TimeSpan.Zero, stop);
                using var count = connection.CreateCommand();
                count.CommandText = "SELECT count(*) FROM endless";
                return Convert.ToInt32(count.ExecuteScalar(), null);
            }
            catch (SqliteException e)
            {
                ended.SetResult(e.SqliteErrorCode);
                throw;
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var source = new SqliteSource(Scratch.Write("letter.db", new string('x', 5000)), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<HostException>(() => source.CaptureAsync(Scratch["staging"], Stop));

        Assert.Contains("not a database", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_recovery_point_does_not_replace_the_database_that_is_there()
    {
        var source = await CreateAsync();
        await ReleaseAsync();
        var into = await source.PrepareRestoreAsync(Stop);
        Directory.CreateDirectory(into);
        await File.WriteAllTextAsync(Path.Combine(into, "booking.db"), new string('x', 5000), Stop);

        await Assert.ThrowsAsync<HostException>(() => source.FinishRestoreAsync(drill: false, Stop));

        Assert.Equal(["first"], await ReadAsync(source));
    }

    [Fact]
    public async Task A_database_that_a_program_has_open_is_not_replaced_under_it()
    {
        var source = await CreateAsync();
        await ReleaseAsync();
        using var user = new HostProgram("tail", ["-f", source.Target]).Start();
        try
        {
            Assert.True(SpinWait.SpinUntil(() => OpenFiles.UserOf([source.Target]) is not null, TimeSpan.FromSeconds(10)));
            var failure = await Assert.ThrowsAsync<HostException>(() => source.PrepareRestoreAsync(Stop));
            Assert.Contains($"tail (pid {user.Id})", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            user.Kill();
            await user.WaitForExitAsync(Stop);
        }
    }

    [Fact]
    public async Task A_question_cannot_change_the_database()
    {
        var source = await CreateAsync();

        await Assert.ThrowsAsync<HostException>(() => AskAsync(source, "DELETE FROM entry RETURNING 1"));

        Assert.Equal("1", await AskAsync(source, "SELECT count(*) FROM entry"));
    }

    [Fact]
    public async Task A_question_knows_the_disaster_and_the_rpo()
    {
        var source = await CreateAsync();

        Assert.Equal("880.5", await AskAsync(source, "SELECT :disaster - :rpo"));
        Assert.Equal(":disaster", await AskAsync(source, "SELECT ':disaster'"));
    }

    [Theory]
    [InlineData("SELECT text FROM entry WHERE 0", "no row")]
    [InlineData("SELECT 1 UNION SELECT 2", "several rows")]
    [InlineData("SELECT 1, 2", "2 columns")]
    [InlineData("SELECT nowhere", "no such column")]
    public async Task A_question_without_one_answer_says_why(string query, string why)
    {
        var source = await CreateAsync();

        var failure = await Assert.ThrowsAsync<HostException>(() => AskAsync(source, query));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    public override void Dispose()
    {
        _writer?.Dispose();
        base.Dispose();
    }

    protected override Task<ISource> CreateAsync()
    {
        _writer = new SqliteConnection($"Data Source={Scratch["booking.db"]};Pooling=False");
        _writer.Open();
        using var create = Command("PRAGMA journal_mode=wal; CREATE TABLE entry(text TEXT NOT NULL); INSERT INTO entry VALUES ('first')");
        create.ExecuteNonQuery();
        return Task.FromResult<ISource>(new SqliteSource(Scratch["booking.db"], TimeProvider.System));
    }

    protected override ISource CreateMissing() => new SqliteSource(Scratch["nowhere.db"], TimeProvider.System);

    protected override Task AddAsync(ISource source, string entry)
    {
        using var add = Command("INSERT INTO entry VALUES ($entry)");
        add.Parameters.AddWithValue("$entry", entry);
        add.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    // As a killed program leaves it: the write-ahead log stays, with entries that the file does not have yet.
    protected override Task ReleaseAsync()
    {
        var log = Scratch["booking.db-wal"];
        File.Copy(log, Scratch["kept"], overwrite: true);
        var database = File.ReadAllBytes(Scratch["booking.db"]);
        _writer!.Dispose();
        File.WriteAllBytes(Scratch["booking.db"], database);
        File.Move(Scratch["kept"], log);
        return Task.CompletedTask;
    }

    protected override async Task<string[]> ReadAsync(ISource source) =>
        (await AskAsync(source, "SELECT group_concat(text, ',') FROM entry")).Split(',');

    private static Task<string> AskAsync(ISource source, string query) =>
        SqliteQuestion.AskAsync(source.Target,
            new(query, DateTimeOffset.FromUnixTimeSeconds(1000).AddMilliseconds(500), TimeSpan.FromMinutes(2)), Stop);

    private SqliteCommand Command(string text)
    {
        var command = _writer!.CreateCommand();
#pragma warning disable CA2100 // Text of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }
}
