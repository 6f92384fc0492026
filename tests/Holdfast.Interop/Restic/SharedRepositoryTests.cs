using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Locks;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>One repository, used by restic and by us in turn and at once.</summary>
public sealed class SharedRepositoryTests : IAsyncLifetime
{
    private const string Secret = "shared";
    private readonly TemporaryFolder _folder = new();
    private readonly ResticProgram _restic;
    private Repository _repository = null!;

    public SharedRepositoryTests() => _restic = new(_folder["repository"], Secret);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder["source"]);
        var content = new byte[9_000_000];
        new Random(3).NextBytes(content);
        File.WriteAllBytes(_folder["source/large"], content);
        File.WriteAllText(_folder["source/small"], "small");
        _repository = await Repository.InitAsync(new LocalBackend(_folder["repository"]), new(Secret), TimeProvider.System, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restic_finds_our_data_and_reads_nothing_again()
    {
        await BackupAsync();
        var summary = JsonDocument.Parse(_restic.RunIn(_folder.Path, "backup", "--json", "--host", "host", "source").Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(0, summary.GetProperty("data_blobs").GetInt32());
        Assert.Equal(0, summary.GetProperty("tree_blobs").GetInt32());
        Assert.Equal(2, summary.GetProperty("files_unmodified").GetInt32());
    }

    [Fact]
    public async Task We_find_restics_data_and_read_nothing_again()
    {
        _restic.RunIn(_folder.Path, "backup", "--host", "host", "source");
        var report = await BackupAsync();
        Assert.NotNull(report.Parent);
        Assert.Equal((0, 0, 2), (report.FilesNew, report.FilesChanged, report.FilesUnmodified));
        Assert.Equal((0L, 0L), (report.Summary.DataBlobs, report.Summary.TreeBlobs));
    }

    [Fact]
    public async Task Without_a_parent_the_same_content_is_cut_alike_and_not_stored_again()
    {
        _restic.Run("backup", "--host", "other", _folder["source"]);
        var report = await BackupAsync();
        Assert.Null(report.Parent);
        Assert.Equal(2, report.FilesNew);
        Assert.Equal(0, report.Summary.DataBlobs);
    }

    [Fact]
    public async Task After_restic_forgot_and_pruned_our_snapshots_the_rest_is_whole()
    {
        await BackupAsync();
        File.WriteAllText(_folder["source/small"], "changed");
        File.Delete(_folder["source/large"]);
        await BackupAsync();

        _restic.Run("forget", "--keep-last", "1", "--prune", "--max-unused", "0");

        var report = await _repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Empty(report.Errors);
        Assert.Empty(report.Remarks);
        var snapshot = Assert.Single(await _repository.SnapshotsAsync(Ct));
        Assert.Equal("changed"u8.ToArray(), await _repository.ReadFileAsync(snapshot, "/source/small", Ct));
        Assert.Empty((await BackupAsync()).PacksAdded);
    }

    [Fact]
    public async Task Restic_is_refused_while_we_hold_the_repository_alone()
    {
        var inside = await KeyRing.OpenAsync(new LocalBackend(_folder["repository"]), new Password(Secret), null, TimeProvider.System, Ct);
        await using (await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct))
        {
            var (code, _, errors) = _restic.TryRun("backup", _folder["source"]);
            Assert.Equal(1, code);
            Assert.Contains($"PID {Environment.ProcessId} on {Repository.ThisHost}", errors, StringComparison.Ordinal);
        }

        _restic.Run("backup", _folder["source"]);
    }

    [Fact]
    public async Task We_do_not_get_the_repository_alone_while_restic_works_in_it_and_are_told_who_does()
    {
        // restic reads standard input for as long as we keep it open, under a shared lock; our check wants the repository alone.
        var start = new ProcessStartInfo("restic", ["--no-cache", "backup", "--stdin"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["RESTIC_REPOSITORY"] = _folder["repository"];
        start.Environment["RESTIC_PASSWORD"] = Secret;
        using var restic = Process.Start(start)!;
        try
        {
            var backend = new LocalBackend(_folder["repository"]);
            while ((await backend.ListAsync(FileKind.Lock, Ct)).Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
            }

            var error = await Assert.ThrowsAsync<RepositoryException>(() => _repository.CheckAsync(new(), null, Ct));
            Assert.Equal(RepositoryFault.Locked, error.Fault);
            Assert.Contains($"process {restic.Id} ", error.Message, StringComparison.Ordinal);
            Assert.False((await BackupAsync()).Partial);
        }
        finally
        {
            restic.StandardInput.Write("enough");
            restic.StandardInput.Close();
            await restic.WaitForExitAsync(Ct);
        }

        Assert.True((await _repository.CheckAsync(new(), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Restic_opens_with_a_password_that_we_added_and_we_with_one_that_restic_added()
    {
        await _repository.AddKeyAsync(new Password("ours"), Ct);
        new ResticProgram(_folder["repository"], "ours").Run("snapshots");
        File.WriteAllText(_folder["theirs"], "theirs\n");
        _restic.Run("key", "add", "--new-password-file", _folder["theirs"]);
        await using var opened = await Repository.OpenAsync(new LocalBackend(_folder["repository"]), new("theirs"), TimeProvider.System, Ct);
        Assert.Equal(_repository.Id, opened.Id);
        Assert.Equal(3, (await opened.KeysAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_repository_of_version_1_is_read_here()
    {
        var old = new ResticProgram(_folder["old"], Secret);
        old.Run("init", "--repository-version", "1");
        old.Run("backup", _folder["source"]);
        await using var opened = await Repository.OpenAsync(new LocalBackend(_folder["old"]), new(Secret), TimeProvider.System, Ct);
        var snapshot = Assert.Single(await opened.SnapshotsAsync(Ct));
        Assert.Equal(File.ReadAllBytes(_folder["source/large"]), await opened.ReadFileAsync(snapshot, _folder["source/large"], Ct));
        Assert.True((await opened.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task What_a_killed_backup_left_harms_neither_of_us()
    {
        await BackupAsync();
        File.WriteAllText(_folder["source/more"], "more");
        var report = await BackupAsync();

        // As if it had been killed before its snapshot, and then before its index.
        File.Delete(_folder["repository/snapshots/" + report.Snapshot]);
        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        foreach (var index in new DirectoryInfo(_folder["repository/index"]).GetFiles().OrderByDescending(f => f.LastWriteTimeUtc).Take(1))
        {
            index.Delete();
        }

        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        Assert.True((await _repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    private Task<BackupReport> BackupAsync() =>
        _repository.BackupAsync(
            new([new PathTarget(_folder["source"], "/source")], "host", [], [], Paths: [_folder["source"]]), null, Ct);
}
