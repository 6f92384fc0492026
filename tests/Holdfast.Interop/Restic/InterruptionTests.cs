using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Work that is broken off: by Ctrl-C, by a polite request to end, by an impatient second Ctrl-C.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const string Locks = "repository/locks";

    private readonly TemporaryFolder _folder = new();

    public InterruptionTests()
    {
        File.WriteAllText(_folder["password"], "secret");
        Assert.Equal(0, Shell.TryRun(Built.Holdfast, ["repo", "init", .. Place]).Code);

        // As large as no machine reads it while a test runs, and it takes no space.
        using var large = File.Create(_folder["large"]);
        large.SetLength(1L << 40);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_backup_that_is_interrupted_takes_its_lock_away_and_ends_with_130(string signal)
    {
        using var backup = await BeginAsync();
        await backup.SignalAsync(signal);
        var ended = await backup.EndedAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output.Trim()));
        Assert.Contains("interrupted", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder[Locks]));
        Assert.Equal(0, Shell.TryRun(Built.Holdfast, ["repo", "check", .. Place]).Code);
    }

    [Fact]
    public async Task Programs_are_told_how_far_it_is_and_that_it_was_interrupted()
    {
        using var backup = await BeginAsync("--json");
        await backup.SaysAsync("\"bytes_done\"");
        var ended = await backup.InterruptAsync();
        Assert.Equal(130, ended.ExitCode);
        Assert.All(ended.Output.Trim().Split('\n'), l => Assert.Contains("\"message_type\":\"status\"", l, StringComparison.Ordinal));
        Assert.Contains("\"code\":130", Assert.Single(ended.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_quiet_is_quiet_for_programs_too()
    {
        using var backup = await BeginAsync("--json", "--quiet");
        var ended = await backup.InterruptAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output.Trim()));
    }

    [Fact]
    public async Task A_signal_asks_how_far_it_is_where_no_terminal_shows_it()
    {
        using var backup = await BeginAsync();
        Assert.Equal("", backup.Errors.Trim());
        for (var i = 0; !backup.Errors.Contains("backing up: ", StringComparison.Ordinal) && i < 300; i++)
        {
            await backup.SignalAsync("USR1");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Contains("backing up: ", backup.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', backup.Errors);
    }

    private string[] Place => ["-r", _folder["repository"], "-p", _folder["password"]];

    /// <summary>A backup that holds its lock.</summary>
    private async Task<RunningProgram> BeginAsync(params string[] options)
    {
        var backup = new RunningProgram(Built.Holdfast, ["repo", "backup", _folder["large"], .. Place, .. options]);
        await backup.UntilAsync(() => Directory.GetFiles(_folder[Locks]).Length > 0, "its lock");
        return backup;
    }
}
