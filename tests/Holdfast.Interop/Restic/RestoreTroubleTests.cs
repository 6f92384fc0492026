using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>A restore whose disk is full, that is interrupted or killed, or whose target resists: what is left then.</summary>
public sealed class RestoreTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private bool _isMounted;

    public RestoreTroubleTests()
    {
        _environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "secret" };
        Run("init");
        Shell.Run("bash", ["-c", "mkdir \"$1\" \"$2\" && cd \"$1\" && for i in 1 2 3 4 5 6; do head -c 12000000 /dev/urandom > f$i; done", "-", _folder["source"], _folder["out"]]);
        new ResticProgram(_folder["repository"], "secret").RunIn(_folder["source"], "backup", ".");
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            Shell.Run("umount", [_folder["out"]]);
        }

        _folder.Dispose();
    }

    [Fact]
    public void A_full_disk_ends_the_restore_with_a_clear_word_and_no_half_file_and_with_room_it_is_finished()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        Shell.Run("mount", ["-t", "tmpfs", "-o", "size=40m", "none", _folder["out"]]);
        _isMounted = true;
        var (code, _, errors) = TryRestore();
        Assert.Equal(1, code);
        Assert.Contains("No space left on device", errors, StringComparison.Ordinal);
        Assert.Contains("make room", errors, StringComparison.Ordinal);
        AllWhole();
        Shell.Run("mount", ["-o", "remount,size=200m", _folder["out"]]);
        Assert.Equal(0, TryRestore().Code);
        Assert.Equal(6, Directory.GetFiles(_folder["out"]).Length);
        AllWhole();
    }

    [Fact]
    public void Interrupted_it_ends_with_130_and_leaves_no_half_file_and_no_lock()
    {
        // Each write is slowed, so that the signal comes while files are half written.
        const string script = """
            strace -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:delay_enter=200000 "$@" & strace=$!
            for i in $(seq 100); do sleep 0.1; ls -A "$OUT" | grep -q '^\.holdfast-restore' && break; done
            pkill -TERM -P $strace; wait $strace
            """;
        var environment = new Dictionary<string, string>(_environment) { ["OUT"] = _folder["out"] };
        var (code, _, errors) = Shell.TryRun(
            "bash", ["-c", script, "-", Built.Holdfast, "repo", "restore", "latest", "--target", _folder["out"]], environment);
        Assert.Equal(130, code);
        Assert.Contains("interrupted", errors, StringComparison.Ordinal);
        AllWhole();
        Assert.Empty(Directory.GetFiles(_folder["repository/locks"]));
        Assert.Equal(0, TryRestore().Code);
    }

    [Fact]
    public void Killed_it_leaves_nothing_under_a_name_of_the_snapshot_that_is_not_whole_and_the_next_restore_cleans_up()
    {
        const string script = """
            strace -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:delay_enter=200000 "$@" & strace=$!
            for i in $(seq 100); do sleep 0.1; ls -A "$OUT" | grep -q '^\.holdfast-restore' && break; done
            pkill -KILL -P $strace; wait $strace; true
            """;
        var environment = new Dictionary<string, string>(_environment) { ["OUT"] = _folder["out"] };
        Shell.Run("bash", ["-c", script, "-", Built.Holdfast, "repo", "restore", "latest", "--target", _folder["out"]], environment);
        var left = Directory.GetFiles(_folder["out"], ".holdfast-restore-*");
        Assert.NotEmpty(left);
        Array.ForEach(Directory.GetFiles(_folder["out"]).Except(left).ToArray(), Whole);
        Assert.Equal(0, TryRestore().Code);
        Assert.Equal(6, Directory.GetFiles(_folder["out"]).Length);
        AllWhole();
    }

    [Fact]
    public void A_file_that_cannot_be_changed_is_told_of_and_the_others_are_restored()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making files immutable takes root");
        File.WriteAllText(_folder["out/f3"], "fixed");
        Assert.SkipUnless(Shell.TryRun("chattr", ["+i", _folder["out/f3"]]).Code == 0, "this file system has no immutable files");
        try
        {
            var (code, output, errors) = TryRestore("--json");
            Assert.Equal(1, code);
            Assert.Contains("\"item\":\"/f3\"", errors, StringComparison.Ordinal);
            Assert.Contains("There were 1 errors", errors, StringComparison.Ordinal);
            Assert.Contains("\"files_restored\":5", output, StringComparison.Ordinal);
            Assert.Equal("fixed", File.ReadAllText(_folder["out/f3"]));
            Assert.Equal(6, Directory.GetFiles(_folder["out"]).Length);
        }
        finally
        {
            Shell.Run("chattr", ["-i", _folder["out/f3"]]);
        }
    }

    private void AllWhole() => Array.ForEach(Directory.GetFiles(_folder["out"]), Whole);

    private void Whole(string file) =>
        Assert.True(File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(Path.Combine(_folder["source"], Path.GetFileName(file)))), file);

    private (int Code, string Output, string Errors) TryRestore(params string[] arguments) =>
        Shell.TryRun(Built.Holdfast, ["repo", "restore", "latest", "--target", _folder["out"], .. arguments], _environment);

    private void Run(params string[] arguments) => Shell.Run(Built.Holdfast, ["repo", .. arguments], _environment);
}
