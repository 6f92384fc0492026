using System.Security.Cryptography;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Sftp;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Interop.Restic.Backends;

/// <summary>ssh and SFTP servers at their worst. Where no network is needed, OpenSSH's <c>sftp-server</c> is run as the command.</summary>
public sealed class SftpTroubleTests(SshServer server) : IAsyncDisposable
{
    private const string Server = "/usr/lib/openssh/sftp-server";
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];
    private readonly List<IBackend> _opened = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var backend in _opened.OfType<IAsyncDisposable>())
        {
            await backend.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_server_whose_disk_fails_to_flush_fails_the_save_and_nothing_is_left()
    {
        await OpenOn(Server).CreateAsync(Ct);
        var failing = OpenOn($"strace -f -qq -e trace=fsync -e inject=fsync:error=EIO -o {_folder["trace"]} {Server}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var save = failing.SaveAsync(NewPack(), new byte[100_000], stop.Token);
        await UntilAsync(() => _told.Count > 0);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save);
        Assert.Contains("Failure", _told[0], StringComparison.Ordinal);
        Assert.Contains("INJECTED", File.ReadAllText(_folder["trace"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["repository/data"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_server_that_cannot_flush_is_used_and_that_is_told_once()
    {
        var backend = OpenOn($"{Server} -P fsync");
        await backend.CreateAsync(Ct);
        await backend.SaveAsync(NewPack(), new byte[10], Ct);
        await backend.SaveAsync(NewPack(), new byte[10], Ct);
        Assert.Contains("flush", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(2, (await backend.ListAsync(FileKind.Pack, Ct)).Count);
    }

    [Fact]
    public async Task A_server_that_lets_us_only_read_says_so_at_once()
    {
        await OpenOn(Server).CreateAsync(Ct);
        var backend = OpenOn($"{Server} -R");
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(NewPack(), new byte[10], Ct));
        Assert.Equal((RepositoryFault.Storage, false), (error.Fault, error.IsTransient));
        Assert.Contains("Permission denied", error.Message, StringComparison.Ordinal);
        Assert.Empty(await backend.ListAsync(FileKind.Pack, Ct));
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_in_the_words_of_ssh()
    {
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Open(server.LocationOf("/x"), server.StrangersOption).ListAsync(FileKind.Key, Ct));
        Assert.False(error.IsTransient);
        Assert.Contains("Permission denied", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssh ended with 255", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_nobody_vouched_for_is_told_in_the_words_of_ssh()
    {
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Open(server.LocationOf("/x"), server.NewcomersOption).ListAsync(FileKind.Key, Ct));
        Assert.False(error.IsTransient);
        Assert.Contains("Host key verification failed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/does/not/exist", "cannot run /does/not/exist")]
    [InlineData("sh -c 'echo welcome to this server; cat'", "login script")]
    [InlineData("sh -c 'echo sorry >&2; exit 3'", "sh ended with 3: sorry")]
    public async Task A_command_that_is_no_server_is_told_and_does_not_hang(string command, string told)
    {
        var error = await Assert.ThrowsAsync<RepositoryException>(() => OpenOn(command).ListAsync(FileKind.Key, Ct));
        Assert.False(error.IsTransient);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_ssh_dies_the_next_attempt_connects_anew_and_no_process_is_left_in_the_end()
    {
        var backend = Open(server.LocationOf(_folder["repository"]), server.OptionOf(_folder));
        await backend.CreateAsync(Ct);
        var file = NewPack();
        await backend.SaveAsync(file, new byte[1000], Ct);
        var ssh = Assert.Single(OurSsh());
        Shell.Run("kill", ["-KILL", $"{ssh}"]);
        await backend.LoadAsync(file, 0, new byte[1000], Ct);
        var again = Assert.Single(OurSsh());
        Assert.NotEqual(ssh, again);
        await ((IAsyncDisposable)backend).DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{ssh}"), "it was not waited for");
        Assert.False(Directory.Exists($"/proc/{again}"), "it was not ended");

        IEnumerable<int> OurSsh() => ProcessTable.All()
            .Where(p => p.CommandLine.StartsWith("ssh ", StringComparison.Ordinal) && p.CommandLine.Contains(_folder.Path, StringComparison.Ordinal)).Select(p => p.Id);
    }

    [Fact]
    public async Task A_server_that_does_not_tell_files_from_folders_is_refused_and_not_taken_to_have_none()
    {
        // Its version; a handle "h"; one name without attributes; the end. Each when a request of so many bytes has come.
        File.WriteAllBytes(_folder["1"], [0, 0, 0, 5, 2, 0, 0, 0, 3]);
        File.WriteAllBytes(_folder["2"], [0, 0, 0, 10, 102, 0, 0, 0, 1, 0, 0, 0, 1, (byte)'h']);
        File.WriteAllBytes(_folder["3"], [0, 0, 0, 22, 104, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, (byte)'a', 0, 0, 0, 0, 0, 0, 0, 0]);
        File.WriteAllBytes(_folder["4"], [0, 0, 0, 9, 101, 0, 0, 0, 3, 0, 0, 0, 1]);
        const string script = "cd \"$0\"; head -c 9 > n; cat 1; head -c 14 > n; cat 2; head -c 14 > n; cat 3; head -c 14 > n; cat 4; cat > n";
        await using var connection = await SftpConnection.OpenAsync(["sh", "-c", script, _folder.Path], "it", TimeProvider.System, TimeSpan.FromMinutes(1), null, Ct);
        await Assert.ThrowsAsync<InvalidDataException>(() => new SftpSession(connection).ListAsync("p", Ct));
    }

    private static FileName NewPack() => new(FileKind.Pack, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    private IBackend OpenOn(string command) => Open($"sftp:nobody:{_folder["repository"]}", $"sftp.command={command}");

    private IBackend Open(string location, string option)
    {
        var backend = Locations.Open(location, SshServer.SettingsWith(option) with { Tell = _told.Add });
        _opened.Add(backend);
        return backend;
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        for (var i = 0; i < 3000 && !happened(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        }

        Assert.True(happened());
    }
}
