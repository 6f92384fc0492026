using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>A repository where nothing can be written: a read-only mount, or somebody else's.</summary>
public sealed class ReadOnlyRepositoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReadOnlyRepositoryTests()
    {
        Directory.CreateDirectory(_folder["source"]);
        File.WriteAllText(_folder["source/a"], "one");
        File.WriteAllText(_folder["password"], "secret");
        foreach (var arguments in (string[][])[["init"], ["backup", _folder["source"]]])
        {
            RepoProgram.Holdfast(_folder["repository"], "secret").Run(arguments);
        }

        Shell.Run("chmod", ["-R", "a-w", _folder["repository"]]);
    }

    public void Dispose()
    {
        Shell.Run("chmod", ["-R", "u+w", _folder["repository"]]);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("snapshots")]
    [InlineData("ls", "latest")]
    [InlineData("check", "--read-data")]
    [InlineData("restore", "latest", "--target", "out")]
    public async Task It_is_read_without_a_lock(params string[] verb)
    {
        var run = await RunAsync([.. verb.Select(v => v == "out" ? _folder["out"] : v), "--no-lock"]);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Theory]
    [InlineData("backup", "source")]
    [InlineData("check")]
    public async Task What_needs_a_lock_says_why_there_is_none_and_changes_nothing(params string[] verb)
    {
        var before = Shell.Run("find", [_folder["repository"], "-type", "f"]);
        var run = await RunAsync([.. verb.Select(v => v == "source" ? _folder["source"] : v)]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Permission denied", run.Error, StringComparison.Ordinal);
        Assert.Contains("HINT:", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Shell.Run("find", [_folder["repository"], "-type", "f"]));
    }

    private Task<ProgramRun> RunAsync(string[] verb) =>
        Built.RunAsOwnerAsync(["repo", "-r", _folder["repository"], "--password-file", _folder["password"], .. verb]);
}
