using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Cli.Metrics;
using Holdfast.Presentation.Metrics;
using Holdfast.Tests.Restic;
using Xunit;

namespace Holdfast.Tests.Cli.Metrics;

/// <summary>Whoever asks gets what the last look found, and keeps nobody else from it.</summary>
public sealed class MetricsServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_what_was_seen_last_and_before_that_nothing_was()
    {
        var at = FreePlace();
        await using var server = MetricsServer.Start(at, "Harbor", TimeProvider.System, Unwarned)!;
        using var client = new HttpClient();
        var none = await AskAsync(client, at);
        Assert.Equal("holdfast_up{organization=\"Harbor\"} 0", none.Split('\n')[^2]);
        server.Last.Saw(Seen(), TimeSpan.FromSeconds(1));
        Assert.Equal(Seen().ToString(), await AskAsync(client, at));
        server.Last.SawNothing();
        Assert.Equal(none, await AskAsync(client, at));
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9\r\n\r\n", "200 OK")]
    [InlineData("GET /metrics?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK")]
    [InlineData("HEAD /metrics HTTP/1.1\r\nHost: [::1]:9\r\n\r\n", "200 OK")]
    [InlineData("GET /metrics HTTP/1.0\r\n\r\n", "200 OK")]
    [InlineData("GET /metrics HTTP/1.1\r\nhost: rebound.example:9309\r\n\r\n", "403 Forbidden")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "404 Not Found")]
    [InlineData("GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "404 Not Found")]
    [InlineData("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx", "405 Method Not Allowed")]
    [InlineData("rubbish\r\n\r\n", "400 Bad Request")]
    [InlineData("\0\u0001\u0002\r\n\r\n", "400 Bad Request")]
    public async Task A_question_gets_the_answer_that_it_should(string question, string status)
    {
        var at = FreePlace();
        await using var server = MetricsServer.Start(at, "Harbor", TimeProvider.System, Unwarned)!;
        server.Last.Saw(Seen(), TimeSpan.Zero);
        var answer = await SayAsync(at, question);
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(status == "200 OK" && question[0] == 'G', answer.Contains("holdfast_up{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_without_an_end_is_refused()
    {
        var at = FreePlace();
        await using var server = MetricsServer.Start(at, "Harbor", TimeProvider.System, Unwarned)!;
        Assert.StartsWith("HTTP/1.1 400 ", await SayAsync(at, "GET /metrics HTTP/1.1\r\nX: " + new string('x', 8192)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_never_end_their_question_keep_no_other_from_its_answer_for_long_and_end_with_it()
    {
        var at = FreePlace();
        var server = MetricsServer.Start(at, "Harbor", TimeProvider.System, Unwarned)!;
        using var first = await ConnectAsync(at);
        await first.SendAsync("GET /met"u8.ToArray(), Stop);
        Assert.StartsWith("HTTP/1.1 200 ", await SayAsync(at, "GET /metrics HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal(0, await first.ReceiveAsync(new byte[1], Stop));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_once_and_tried_again()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var at = (IPEndPoint)taken.LocalEndpoint;
        var warnings = new List<string>();
        await using var server = MetricsServer.Start(at, "Harbor", new SkippingClock(), text =>
        {
            lock (warnings)
            {
                warnings.Add(text);
            }
        })!;
        while (warnings.Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }

        taken.Stop();
        using var client = new HttpClient();
        for (var answer = ""; !answer.Contains("holdfast_up", StringComparison.Ordinal);)
        {
            try
            {
                answer = await AskAsync(client, at);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
            }
        }

        Assert.StartsWith($"metrics are not served at {at}: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_serves_them_to_others_hears_that_it_does()
    {
        var warnings = new List<string>();
        await using var server = MetricsServer.Start(new(IPAddress.Any, FreePlace().Port), "Harbor", TimeProvider.System, warnings.Add);
        Assert.Contains("Nobody is asked who he is", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9309", "127.0.0.1:9309")]
    [InlineData("localhost:9309", "127.0.0.1:9309")]
    [InlineData("127.0.0.1:9309", "127.0.0.1:9309")]
    [InlineData("0.0.0.0:9309", "0.0.0.0:9309")]
    [InlineData("[::1]:9309", "[::1]:9309")]
    public void A_place_is_a_port_or_an_address_with_one(string typed, string place) => Assert.Equal(place, MetricsPlace.Read(typed).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("metrics.example:9309")]
    [InlineData("localhost:")]
    [InlineData("+9309")]
    public void Anything_else_is_none(string typed) => Assert.Throws<Holdfast.Presentation.UsageException>(() => MetricsPlace.Read(typed));

    private static Exposition Seen()
    {
        var seen = new Exposition("organization", "Harbor");
        seen.Set(MetricFamilies.Up, true);
        seen.Set(MetricFamilies.Good, true);
        return seen;
    }

    private static void Unwarned(string text) => Assert.Fail(text);

    private static IPEndPoint FreePlace()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>As soon as it listens, which a loaded machine may bring about only after a while.</summary>
    private static async Task<Socket> ConnectAsync(IPEndPoint at)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(at, Stop);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
            }
        }
    }

    private static async Task<string> SayAsync(IPEndPoint at, string question)
    {
        using var socket = await ConnectAsync(at);
        await socket.SendAsync(Encoding.ASCII.GetBytes(question), Stop);
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
        return await reader.ReadToEndAsync(Stop);
    }

    private static async Task<string> AskAsync(HttpClient client, IPEndPoint at)
    {
        (await ConnectAsync(at)).Dispose();
        var answer = await client.GetAsync(new Uri($"http://{at}/metrics"), Stop);
        Assert.Equal(Exposition.ContentType, answer.Content.Headers.ContentType!.ToString());
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
