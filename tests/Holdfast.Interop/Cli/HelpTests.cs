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
