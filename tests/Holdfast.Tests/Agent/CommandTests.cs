using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Agent;

public sealed class CommandTests : AgentFixture
{
    [Fact]
    public async Task A_command_runs_in_the_hosts_folder()
    {
        await DoneAsync(Order("sh", "-c", "pwd >where"));

        Assert.Equal(Scratch.Path, (await File.ReadAllTextAsync(Scratch["where"], Stop)).Trim());
    }

    [Fact]
    public async Task A_command_that_fails_is_reported_with_its_last_lines()
    {
        var failed = await FailedAsync(Order("sh", "-c", "echo reading; echo no such table >&2; exit 4"));

        Assert.Equal("sh ended with exit code 4: no such table", failed.Why);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended()
    {
        var failed = await FailedAsync(Order("sleep", "300") with { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal("sleep was not done after 0.3 s and was ended", failed.Why);
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named() =>
        Assert.Contains(Scratch["gone"], (await FailedAsync(Order("true") with { Folder = Scratch["gone"] })).Why,
            StringComparison.Ordinal);

    private RunCommandOrder Order(params string[] command) => new(Scratch.Path, command, null, TimeSpan.FromSeconds(20));
}
