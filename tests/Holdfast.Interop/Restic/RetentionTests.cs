using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Pruning;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Forgetting, pruning and tagging in a repository that restic uses, too.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Secret = "shared";
    private static readonly PruneRequest Thorough = new() { MaxUnused = UnusedLimit.Bytes(0) };
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private readonly ResticProgram _restic;
    private readonly Random _random = new(5);
    private Repository _repository = null!;

    public RetentionTests()
    {
        _restic = new(_folder["repository"], Secret);
        _environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = Secret };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder["source"]);
        _repository = await Repository.InitAsync(new LocalBackend(_folder["repository"]), new(Secret), TimeProvider.System, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_we_prune_restic_finds_whole_and_what_restic_prunes_we_do()
    {
        for (var round = 0; round < 2; round++)
        {
            Change();
            await BackupAsync();
            Change();
            _restic.Run("backup", "--host", "host", _folder["source"]);
            Change();
            await BackupAsync();
            if (round == 0)
            {
                var pruned = await _repository.ForgetAsync(new() { Policy = new() { Last = 1 }, Grouping = new(true, false, false), Prune = Thorough }, null, null, null, Ct);
                Assert.NotEmpty(pruned.Prune!.Plan.Repack);
            }
            else
            {
                _restic.Run("forget", "--keep-last", "1", "--group-by", "host", "--prune", "--max-unused", "0");
            }

            await WholeAsync();
            Assert.Single(await _repository.SnapshotsAsync(Ct));

            // Whoever comes second has nothing left to do.
            Assert.True((await _repository.PruneAsync(Thorough with { DryRun = true }, null, null, Ct)).Plan.IsEmpty);
            Assert.Contains("total prune:           0 blobs / 0 B", _restic.Run("prune", "--dry-run", "--max-unused", "0"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task We_count_what_is_used_as_restic_does()
    {
        for (var i = 0; i < 3; i++)
        {
            Change();
            await BackupAsync();
        }

        await _repository.ForgetAsync(new() { Policy = new() { Last = 1 } }, null, null, null, Ct);
        foreach (var limit in new[] { "0", "50%", "unlimited" })
        {
            var ours = Shell.Run(Built.Holdfast, ["repo", "prune", "--dry-run", "--max-unused", limit], _environment);
            var theirs = _restic.Run("prune", "--dry-run", "--max-unused", limit);
            Assert.Equal(Blobs(theirs), Blobs(ours));
            Assert.Equal(5, Blobs(ours).Length);
        }
    }

    [Fact]
    public async Task Prune_waits_for_a_backup_by_restic_or_ends_with_11_and_nothing_is_lost()
    {
        Change();
        await BackupAsync();
        using var restic = StartBackup();
        try
        {
            await LockedAsync();
            var refused = await ProgramRun.OfAsync(Built.Holdfast, ["repo", "prune"], _environment);
            Assert.Equal(11, refused.ExitCode);
            Assert.Contains($"process {restic.Id} ", refused.Error, StringComparison.Ordinal);
            Assert.Equal(11, (await ProgramRun.OfAsync(Built.Holdfast, ["repo", "forget", "--keep-last", "1"], _environment)).ExitCode);
            Assert.Equal(11, (await ProgramRun.OfAsync(Built.Holdfast, ["repo", "tag", "--add", "x"], _environment)).ExitCode);
            var waiting = ProgramRun.OfAsync(Built.Holdfast, ["repo", "prune", "--retry-lock", "2m", "--max-unused", "0"], _environment);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Ct);
            Assert.False(waiting.IsCompleted);
            restic.StandardInput.Write("what restic stored meanwhile");
            restic.StandardInput.Close();
            await restic.WaitForExitAsync(Ct);
            Assert.Equal(0, (await waiting).ExitCode);
        }
        finally
        {
            restic.StandardInput.Close();
            await restic.WaitForExitAsync(Ct);
        }

        await WholeAsync();
        Assert.Equal("what restic stored meanwhile", _restic.Run("dump", "latest", "/stdin"));
    }

    [Fact]
    public async Task Restic_does_not_back_up_while_we_prune_and_does_afterwards()
    {
        Change();
        await BackupAsync();
        Change();
        await BackupAsync();
        var refused = "";
        var report = await _repository.ForgetAsync(
            new() { Policy = new() { Last = 1 }, Prune = Thorough },
            null,
            _ => refused = _restic.TryRun("backup", _folder["source"]) is (not 0, _, var errors) ? errors : "",
            null,
            Ct);
        Assert.Contains($"PID {Environment.ProcessId}", refused, StringComparison.Ordinal);
        Assert.NotNull(report.Prune);
        _restic.Run("backup", _folder["source"]);
        await WholeAsync();
    }

    [Theory]
    [InlineData("renameat,renameat2,linkat", "data")]
    [InlineData("renameat,renameat2,linkat", "index")]
    [InlineData("unlinkat", "index")]
    [InlineData("unlinkat", "data")]
    public async Task Killed_in_the_middle_it_leaves_what_restic_finds_whole_and_the_next_prune_finishes(string call, string folder)
    {
        for (var i = 0; i < 3; i++)
        {
            Change();
            await BackupAsync();
        }

        await _repository.ForgetAsync(new() { Policy = new() { Last = 1 } }, null, null, null, Ct);
        var folders = folder == "data" ? Directory.GetDirectories(_folder["repository/data"]) : [_folder["repository/" + folder]];
        var (code, _, _) = Shell.TryRun(
            "strace",
            ["-f", "-qq", .. folders.SelectMany(f => new[] { "-P", f }), "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when=1", "-o", _folder["trace"], Built.Holdfast, "repo", "prune", "--max-unused", "0"],
            _environment);
        Assert.NotEqual(0, code);
        _restic.Run("unlock");
        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        Shell.Run(Built.Holdfast, ["repo", "prune", "--max-unused", "0"], _environment);
        await WholeAsync();
    }

    [Fact]
    public async Task Tags_that_we_change_restic_reads_and_the_other_way_round()
    {
        Change();
        await BackupAsync();
        _restic.Run("tag", "--add", "theirs");
        var lines = Shell.Run(Built.Holdfast, ["repo", "tag", "--json", "--add", "ours,more", "--remove", "theirs"], _environment).Trim().Split('\n')
            .Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["changed", "summary"], lines.Select(l => l.GetProperty("message_type").GetString()));
        Assert.Equal(1, lines[1].GetProperty("changed_snapshots").GetInt32());
        var snapshot = JsonDocument.Parse(_restic.Run("snapshots", "--json")).RootElement[0];
        Assert.Equal(lines[0].GetProperty("new_snapshot_id").GetString(), snapshot.GetProperty("id").GetString());
        Assert.Equal(["ours", "more"], snapshot.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        await WholeAsync();
    }

    [Fact]
    public async Task Forget_and_prune_answer_a_script_in_json_alone()
    {
        Change();
        await BackupAsync();
        Change();
        await BackupAsync();
        var lines = Shell.Run(Built.Holdfast, ["repo", "forget", "--json", "--keep-last", "1", "--prune"], _environment).Trim().Split('\n')
            .Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.ValueKind == JsonValueKind.Array || l.GetProperty("message_type").GetString() != "status").ToList();
        var group = Assert.Single(lines[0].EnumerateArray());
        Assert.Equal(("host", 1, 1), (group.GetProperty("host").GetString(), group.GetProperty("keep").GetArrayLength(), group.GetProperty("remove").GetArrayLength()));
        Assert.Equal("last snapshot", group.GetProperty("reasons")[0].GetProperty("matches")[0].GetString());
        Assert.Equal("summary", lines[1].GetProperty("message_type").GetString());
        Assert.True(lines[1].GetProperty("blobs").GetProperty("remove_total").GetInt64() > 0);
        var (code, output, errors) = Shell.TryRun(Built.Holdfast, ["repo", "forget", "--json"], _environment);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no policy was specified", JsonDocument.Parse(errors).RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_removed_is_told_and_ends_with_3()
    {
        Change();
        await BackupAsync();
        Change();
        await BackupAsync();
        var (code, _, errors) = Shell.TryRun(
            "strace",
            ["-f", "-qq", "-P", _folder["repository/snapshots"], "-e", "trace=unlinkat", "-e", "inject=unlinkat:error=EIO:when=1", "-o", _folder["trace"], Built.Holdfast, "repo", "forget", "--keep-last", "1", "--prune"],
            _environment);
        Assert.Equal(3, code);
        Assert.Contains("unable to remove snapshot/", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await _repository.SnapshotsAsync(Ct)).Count);
    }

    // Some content stays and some goes, in files large enough for packs of their own.
    private void Change()
    {
        var content = new byte[3_000_000];
        _random.NextBytes(content);
        File.WriteAllBytes(_folder[$"source/{_random.Next(3)}"], content);
        File.WriteAllText(_folder[$"source/small{_random.Next(1000)}"], _random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string[] Blobs(string told) =>
        [.. told.Split('\n').Where(l => l.Contains(" blobs / ", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(" blobs", StringComparison.Ordinal)])];

    private Task<BackupReport> BackupAsync() =>
        _repository.BackupAsync(new([new PathTarget(_folder["source"])], "host", [], []), null, Ct);

    private async Task WholeAsync()
    {
        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        var report = await _repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Empty(report.Errors);
        Assert.Empty(report.Remarks);
        foreach (var snapshot in await _repository.SnapshotsAsync(Ct))
        {
            _restic.Run("restore", snapshot.Id.ToString(), "--target", _folder["theirs"]);
            Assert.Empty((await _repository.RestoreAsync(new(snapshot, "/", _folder["ours"], Delete: true), null, Ct)).Failures);
            Shell.Run("diff", ["-r", _folder["theirs"], _folder["ours"]]);
            Shell.Run("rm", ["-rf", _folder["theirs"]]);
        }
    }

    private Process StartBackup()
    {
        // restic reads standard input for as long as it is open, under a shared lock.
        var start = new ProcessStartInfo("restic", ["--no-cache", "backup", "--stdin"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task LockedAsync()
    {
        while (Directory.GetFiles(_folder["repository/locks"]).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }
}
