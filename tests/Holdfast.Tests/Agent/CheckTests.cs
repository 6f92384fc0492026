using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Protocol;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Agent;

public sealed class CheckTests : AgentFixture
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_check_waits_until_the_answer_is_right()
    {
        var answers = new Queue<string>(["503 Service Unavailable\r\n\r\nwarming up", "200 OK\r\n\r\nbooking is open"]);
        using var server = new OneLineServer(() => answers.Count > 1 ? answers.Dequeue() : answers.Peek());

        await DoneAsync(new CheckOrder(new HttpCheckSpec(server.Url, "GET", 200, "open"), Long));
    }

    [Theory]
    [InlineData("503 Service Unavailable\r\n\r\nno database", "answered 503: no database")]
    [InlineData("200 OK\r\n\r\nwelcome", "answered 200 without \"open\": welcome")]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "answered 302: (nothing)")]
    public async Task A_check_that_never_comes_right_tells_the_last_answer(string answer, string told)
    {
        using var server = new OneLineServer(() => answer);

        var failed = await FailedAsync(new CheckOrder(new HttpCheckSpec(server.Url, "GET", 200, "open"), Short));

        Assert.EndsWith($"last answer: {told}", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_as_such()
    {
        string url;
        using (var server = new OneLineServer(() => "")) url = server.Url;

        var failed = await FailedAsync(new CheckOrder(new HttpCheckSpec(url, "GET", 200, null), Short));

        Assert.EndsWith("connection refused", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_never_ends_costs_no_more_than_its_time()
    {
        using (var database = new SqliteConnection($"Data Source={Scratch["endless.db"]};Pooling=False"))
        {
            database.Open();
            using var make = database.CreateCommand();
            make.CommandText = "CREATE VIEW t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";
            make.ExecuteNonQuery();
        }

        var check = new SqlCheckSpec(new SourceSpec("sqlite", Scratch["endless.db"]), null, "SELECT count(*) FROM t", "1", default, default);
        var failed = await FailedAsync(new CheckOrder(check, Short)).WaitAsync(Long, Stop);

        Assert.EndsWith("no answer within 1 s", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_knows_the_disaster_so_that_a_quiet_night_is_no_failure()
    {
        var disaster = DateTimeOffset.Parse("2026-03-01T03:00:00Z", null);
        using (var database = new SqliteConnection($"Data Source={Scratch["booking.db"]};Pooling=False"))
        {
            database.Open();
            using var fill = database.CreateCommand();
            fill.CommandText = "CREATE TABLE booking(at REAL); INSERT INTO booking VALUES ($at)";
            fill.Parameters.AddWithValue("$at", (double)disaster.AddMinutes(-10).ToUnixTimeSeconds());
            fill.ExecuteNonQuery();
        }

        SqlCheckSpec Check(int minutes) =>
            new(new SourceSpec("sqlite", Scratch["booking.db"]), null, "SELECT max(at) >= :disaster - :rpo FROM booking", "true",
                disaster, TimeSpan.FromMinutes(minutes));

        await DoneAsync(new CheckOrder(Check(15), Long));
        Assert.EndsWith("expected true, got false", (await FailedAsync(new CheckOrder(Check(5), Short))).Why,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_counted_in_all_folders_and_links_are_not()
    {
        Scratch.Write("scans/2026/a", "");
        Scratch.Write("scans/b", "");
        File.CreateSymbolicLink(Scratch["scans/c"], "/etc/passwd");
        Directory.CreateSymbolicLink(Scratch["scans/etc"], "/etc");

        await DoneAsync(new CheckOrder(new FilesCheckSpec(Scratch["scans"], 2), Long));
        Assert.EndsWith("expected at least 3 files, found 2",
            (await FailedAsync(new CheckOrder(new FilesCheckSpec(Scratch["scans"], 3), Short))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_answers_by_its_exit_code()
    {
        await DoneAsync(new CheckOrder(new CommandCheckSpec(Scratch.Path, ["true"], null), Long));
        Assert.EndsWith("false ended with exit code 1",
            (await FailedAsync(new CheckOrder(new CommandCheckSpec(Scratch.Path, ["false"], null),
            Short))).Why, StringComparison.Ordinal);
    }

    /// <summary>Answers every request with the same kind of bytes a web server sends.</summary>
    private sealed class OneLineServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public OneLineServer(Func<string> answer)
        {
            _listener.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/health";
            _serving = ServeAsync(answer);
        }

        public string Url { get; }

        public void Dispose()
        {
            _listener.Dispose();
            _serving.GetAwaiter().GetResult();
        }

        private async Task ServeAsync(Func<string> answer)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer().Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)}"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
