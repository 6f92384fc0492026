using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Who does not know what to type is told.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("", "failover")]
    [InlineData("plan", "save")]
    [InlineData("run", "resume")]
    public async Task A_group_of_commands_alone_shows_what_is_in_it(string command, string one)
    {
        var run = await Built.RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"\n  {one}", run.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "failover")]
    [InlineData("help plan", "save")]
    [InlineData("help plan check", "--all")]
    public async Task Help_may_be_asked_for_in_words(string command, string one)
    {
        var run = await Built.RunAsync(command.Split(' '));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\n  {one}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_may_be_asked_for_in_a_word() =>
        Assert.Equal((await Built.RunAsync("--version")).Output, (await Built.RunAsync("version")).Output);

    [Theory]
    [InlineData("drill --scenaro fire", "\"holdfast drill\" has no option --scenaro.", "Did you mean --scenario?")]
    [InlineData("status --quickly", "\"holdfast status\" has no option --quickly.", "\"holdfast status --help\" shows what can be said.")]
    public async Task A_misspelt_option_is_named_with_the_nearest(string command, string says, string hint)
    {
        var run = await Built.RunAsync(command.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(says, run.Error, StringComparison.Ordinal);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan rule never-restored", 0, "no step of its recovery")]
    [InlineData("plan rule", 0, "\nnever-restored ")]
    [InlineData("plan rule never-restord", 2, "Did you mean \"never-restored\"?")]
    public async Task A_rule_is_explained_by_its_name(string command, int code, string says)
    {
        var run = await Built.RunAsync(command.Split(' '));
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(says, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("statsu", "Did you mean \"holdfast status\"?")]
    [InlineData("plan chekc", "Did you mean \"holdfast plan check\"?")]
    [InlineData("recover", "The commands are demo, init,")]
    [InlineData("run stpo --state /nowhere", "Did you mean \"holdfast run stop\"?")]
    public async Task A_misspelt_command_is_named_with_the_nearest(string command, string says)
    {
        var run = await Built.RunAsync(command.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("There is no command \"holdfast ", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }
}
