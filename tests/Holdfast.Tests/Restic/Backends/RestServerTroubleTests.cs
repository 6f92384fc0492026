using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Rest;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

/// <summary>Servers, and what stands between us and them, at their worst.</summary>
public sealed class RestServerTroubleTests : IAsyncDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private readonly RestServer _server = new();
    private readonly List<string> _told = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("cut off")]
    [InlineData("too long")]
    [InlineData("another range")]
    [InlineData("no range")]
    [InlineData("503")]
    public async Task A_wrong_answer_is_noticed_and_asked_for_again(string how)
    {
        var (file, backend) = await StoredAsync();
        var wrong = 2;
        _server.Instead = r => r.Method != "GET" || wrong-- <= 0 ? null : _ => how switch
        {
            "cut off" => RestServer.Answer(206, Content.AsSpan(100, 100), 400, "Content-Range: bytes 100-499/1000\r\n"),
            "too long" => RestServer.Answer(206, Content.AsSpan(100, 500), 500, "Content-Range: bytes 100-499/1000\r\n"),
            "another range" => RestServer.Answer(206, Content.AsSpan(0, 400), headers: "Content-Range: bytes 0-399/1000\r\n"),
            "no range" => RestServer.Answer(206, Content.AsSpan(0, 400)),
            _ => RestServer.Answer(503, []),
        };
        var plain = await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(_server.Open(), file, 100, 400));
        Assert.True(plain.IsTransient);
        Assert.Equal(Content[100..500], await LoadAsync(backend, file, 100, 400));
        Assert.Single(_told);
    }

    [Theory]
    [InlineData(0, 400)]
    [InlineData(100, 900)]
    public async Task A_server_that_knows_no_ranges_is_told_and_not_asked_for_ever(int offset, int length)
    {
        var (file, backend) = await StoredAsync();
        _server.Instead = r => r.Method == "GET" ? _ => RestServer.Answer(200, Content) : null;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(backend, file, offset, length));
        Assert.False(error.IsTransient);
        Assert.Equal(Content, await LoadAsync(backend, file, 0, 1000));
    }

    [Fact]
    public async Task A_save_that_got_through_though_its_answer_did_not_is_done()
    {
        var (_, backend) = await StoredAsync();
        var file = NewName(FileKind.Pack);
        var lost = 1;
        _server.Instead = r => r.Method == "POST" && lost-- > 0 ? request =>
        {
            _server.Serve(request);
            return null;
        } : null;
        await backend.SaveAsync(file, Content, Ct);
        Assert.Equal(Content, await LoadAsync(backend, file, 0, 1000));
        Assert.Single(_told);
    }

    [Fact]
    public async Task A_save_whose_name_was_taken_meanwhile_by_something_else_is_refused()
    {
        var (_, backend) = await StoredAsync();
        var file = NewName(FileKind.Pack);
        var lost = 1;
        _server.Instead = r => r.Method == "POST" && lost-- > 0 ? request =>
        {
            _server.Files[request.Target] = new byte[1000];
            return null;
        } : null;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(file, Content, Ct));
        Assert.Equal(RepositoryFault.AlreadyExists, error.Fault);
    }

    [Theory]
    [InlineData("[{\"name\":\"", null)]
    [InlineData("[{\"name\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":1},", null)]
    [InlineData("[{\"name\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":-1}]", null)]
    [InlineData("[{\"name\":\"0000000000000000000000000000000000000000000000000000000000000000\"}]", null)]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("[]", 5)]
    public async Task A_listing_that_is_not_whole_is_an_error_and_never_short(string json, int? length)
    {
        await StoredAsync();
        _server.Instead = r => r.Target == "/r/data/" ? _ => RestServer.Answer(200, Encoding.ASCII.GetBytes(json), length) : null;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => _server.Open().ListAsync(FileKind.Pack, Ct));
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_listing_that_fails_once_is_made_again_whole()
    {
        var (file, backend) = await StoredAsync();
        var wrong = 1;
        _server.Instead = r => r.Target == "/r/data/" && wrong-- > 0 ? _ => RestServer.Answer(500, []) : null;
        Assert.Equal(file, Assert.Single(await backend.ListAsync(FileKind.Pack, Ct)).File);
    }

    [Theory]
    [InlineData(401, "RESTIC_REST_PASSWORD")]
    [InlineData(403, "append-only")]
    [InlineData(507, "free space")]
    [InlineData(301, "points to")]
    public async Task What_the_server_refuses_is_told_with_what_to_do_and_without_the_password(int status, string told)
    {
        var (file, backend) = await StoredAsync();
        _server.Instead = _ => _ => RestServer.Answer(status, [], headers: "Location: http://elsewhere/\r\n");
        foreach (var act in new Func<Task>[] { () => backend.RemoveAsync(file, Ct), () => backend.ListAsync(FileKind.Pack, Ct) })
        {
            var error = await Assert.ThrowsAsync<RepositoryException>(act);
            Assert.False(error.IsTransient);
            Assert.Contains(told, error.Message + error.Hint, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error + error.Hint, StringComparison.Ordinal);
        }

        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_server_that_points_elsewhere_without_saying_where_is_told_like_others()
    {
        _server.Instead = _ => _ => RestServer.Answer(302, [], headers: "Location: login\r\n");
        var error = await Assert.ThrowsAsync<RepositoryException>(() => _server.Open().ListAsync(FileKind.Pack, Ct));
        Assert.Contains("points to another place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_of_a_folder_that_is_not_there_is_an_error_and_not_empty()
    {
        _server.Instead = _ => _ => RestServer.Answer(404, []);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => _server.Open().ListAsync(FileKind.Snapshot, Ct));
        Assert.Equal(RepositoryFault.NotFound, error.Fault);
    }

    [Fact]
    public async Task A_request_without_a_sign_of_life_is_given_up_in_the_end()
    {
        var clock = new HastyClock();
        using var gate = new ManualResetEventSlim();
        _server.Instead = _ => _ =>
        {
            clock.Advance(TimeSpan.FromMinutes(6));
            gate.Wait(TimeSpan.FromSeconds(20), Ct);
            return null;
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(
            () => _server.Open(RestServer.Settings with { Clock = clock }).SizeAsync(FileName.Config, Ct));
        gate.Set();
        Assert.True(error.IsTransient);
        Assert.Contains("no sign of life for 5 minutes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_tried_again_and_is_no_cancellation()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectCallback = async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return Stream.Null;
            },
        };
        using var client = new HttpClient(handler);
        await using var backend = new RestBackend(client, new Uri("http://localhost/r/"), "rest:http://localhost/r/", RestServer.Settings);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.SizeAsync(FileName.Config, Ct));
        Assert.True(error.IsTransient);
        Assert.Contains("cannot find config in rest:http://localhost/r/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_its_asker_cancels_is_cancelled_and_no_failure_of_the_server()
    {
        using var asker = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _server.Instead = _ => _ =>
        {
            asker.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _server.Open().SizeAsync(FileName.Config, asker.Token));
    }

    [Fact]
    public async Task User_and_password_come_from_the_address_or_else_from_the_settings()
    {
        var address = $"rest:http://localhost:{_server.Port}/r/";
        await _server.Open().SizeAsync(FileName.Config, Ct);
        await _server.Open(RestServer.Settings with { UserName = "other", Password = "word", UserAgent = "me/1" }, address).SizeAsync(FileName.Config, Ct);
        await _server.Open(location: address).SizeAsync(FileName.Config, Ct);
        Assert.Equal(
            ["user:secret holdfast", "other:word me/1", " holdfast"],
            _server.Requests.Select(r => (r.Headers.TryGetValue("authorization", out var told) ? Encoding.UTF8.GetString(Convert.FromBase64String(told["Basic ".Length..])) : "")
                + " " + r.Headers["user-agent"]));
    }

    [Fact]
    public async Task A_server_at_a_socket_is_reached()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-");
        try
        {
            var socket = Path.Combine(folder.FullName, "s");
            await using var server = new RestServer(new UnixDomainSocketEndPoint(socket));
            var backend = server.Open(location: $"rest:http+unix://{socket}:/r/");
            await backend.SaveAsync(FileName.Config, Content, Ct);
            Assert.Equal(Content, await LoadAsync(backend, FileName.Config, 0, 1000));
            Assert.Equal(Content, server.Files["/r/config"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_limit_holds_on_the_line()
    {
        var clock = new SkippingClock();
        var backend = _server.Open(RestServer.Settings with { Clock = clock, UploadLimit = 100, DownloadLimit = 50, StuckAfter = Timeout.InfiniteTimeSpan });
        var begun = clock.GetUtcNow();
        var file = NewName(FileKind.Pack);
        await backend.SaveAsync(file, new byte[1000 << 10], Ct);
        Assert.Contains(_server.Requests, r => r.Body.Length == 1000 << 10);
        Assert.True(clock.GetUtcNow() - begun > TimeSpan.FromSeconds(9));
    }

    private async Task<(FileName File, RetryingBackend Backend)> StoredAsync()
    {
        var backend = new RetryingBackend(_server.Open(), new SkippingClock(), new Random(1), _told.Add);
        var file = NewName(FileKind.Pack);
        await backend.SaveAsync(file, Content, Ct);
        return (file, backend);
    }

    private static FileName NewName(FileKind kind) => new(kind, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    private static async Task<byte[]> LoadAsync(IBackend backend, FileName file, long offset, int length)
    {
        var buffer = new byte[length];
        await backend.LoadAsync(file, offset, buffer, Ct);
        return buffer;
    }
}
