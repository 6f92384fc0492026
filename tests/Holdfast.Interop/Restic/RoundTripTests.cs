using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Restores;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Awkward files there and back, each program reading what the other wrote.</summary>
public sealed class RoundTripTests : IDisposable
{
    private const string Secret = "a pässword";
    private readonly TemporaryFolder _folder = new();
    private readonly ResticProgram _restic;

    public RoundTripTests()
    {
        _restic = new(_folder["repository"], Secret);
        AwkwardTree.Make(_folder["source"]);
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_we_write_restic_checks_clean_and_restores_identically()
    {
        await using var repository = await InitAsync();
        var report = await repository.BackupAsync(Request(), null, Ct);

        Assert.Empty(report.Missed);
        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        _restic.Run("restore", "latest", "--target", _folder["restored"]);
        Assert.Equal(AwkwardTree.Describe(_folder["source"]), AwkwardTree.Describe(_folder["restored"] + _folder["source"]));
    }

    [Fact]
    public async Task What_restic_writes_we_restore_identically()
    {
        _restic.Run("init");
        _restic.Run("backup", _folder["source"]);
        await using var repository = await OpenAsync();
        var snapshot = Assert.Single(await repository.SnapshotsAsync(Ct));

        var report = await repository.RestoreAsync(new(snapshot, _folder["source"], _folder["restored"]), null, Ct);

        Assert.Empty(report.Failures);
        Assert.Equal(AwkwardTree.Describe(_folder["source"]), AwkwardTree.Describe(_folder["restored"]));
    }

    [Fact]
    public async Task What_we_write_we_restore_identically_and_again_over_it()
    {
        // Not in the tree for restic: Debian's does not know targets that are no UTF-8.
        Shell.Run("bash", ["-c", "ln -s \"$(printf 'bad-\\377')\" \"$1/badlink\"", "-", _folder["source"]]);
        await using var repository = await InitAsync();
        await repository.BackupAsync(Request(), null, Ct);
        var snapshot = Assert.Single(await repository.SnapshotsAsync(Ct));
        var request = new RestoreRequest(snapshot, _folder["source"], _folder["restored"], Delete: true);

        var first = await repository.RestoreAsync(request, null, Ct);
        var second = await repository.RestoreAsync(request, null, Ct);

        Assert.Empty(first.Failures);
        Assert.Empty(second.Failures);
        Assert.Equal(AwkwardTree.Describe(_folder["source"]), AwkwardTree.Describe(_folder["restored"]));
    }

    private Task<Repository> InitAsync() =>
        Repository.InitAsync(new LocalBackend(_folder["repository"]), new Password(Secret), TimeProvider.System, Ct);

    private Task<Repository> OpenAsync() =>
        Repository.OpenAsync(new LocalBackend(_folder["repository"]), new Password(Secret), TimeProvider.System, Ct);

    private BackupRequest Request() => new([new PathTarget(_folder["source"])], "host", [], []);
}
