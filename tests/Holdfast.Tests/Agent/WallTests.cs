using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>What a drill's commands make up by themselves leads to production as surely as what a plan writes out.</summary>
public sealed class WallTests : AgentFixture
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("cd ../office && rm books.txt")]
    [InlineData("cat ../office/books.txt")]
    [InlineData("d=$(dirname $PWD)/off; cat ${d}ice/books.txt")]
    [InlineData("ln -s ../office door && cat door/books.txt")]
    [InlineData("umount ../office && cat ../office/books.txt")]
    [InlineData("echo x >../plan/holdfast.yaml")]
    [InlineData("rm -r ../plan/data")]
    [InlineData("cat ../plan/data/orders")]
    [InlineData("cat ../kit.key | grep secret")]
    public async Task Production_is_out_of_reach(string line)
    {
        await NeedAsync();
        Assert.IsType<Failed>(await Agent.CarryOutAsync(Run(line), Stop));
        Assert.Equal("written by hand", await File.ReadAllTextAsync(Scratch["office/books.txt"], Stop));
        Assert.Equal("one", await File.ReadAllTextAsync(Scratch["plan/data/orders"], Stop));
    }

    [Theory]
    [InlineData("echo x >made && cat made")]
    [InlineData("cat ../plan/holdfast.yaml")]
    [InlineData("echo x >../elsewhere")]
    [InlineData("test \"$HOLDFAST_STEP\" = 'web/run 1'")]
    public async Task All_else_is_as_it_is(string line)
    {
        await NeedAsync();
        var report = await Agent.CarryOutAsync(Run(line), Stop);
        Assert.True(report is Done, report.ToString());
    }

    [Fact]
    public async Task A_drill_inside_of_a_hosts_folder_is_written_to_and_the_rest_of_it_is_not()
    {
        await NeedAsync();
        Directory.CreateDirectory(Scratch["office/drill"]);
        var report = await Agent.CarryOutAsync(Run("echo x >made && ! echo y >../books.txt", Scratch["office/drill"]), Stop);
        Assert.True(report is Done, report.ToString());
        Assert.True(File.Exists(Scratch["office/drill/made"]));
        Assert.Equal("written by hand", await File.ReadAllTextAsync(Scratch["office/books.txt"], Stop));
    }

    [Fact]
    public async Task A_service_behind_the_wall_is_the_same_process_and_is_stopped_as_any()
    {
        await NeedAsync();
        var order = new StartServiceOrder("web", Scratch["drill"], ["sleep", "300"], null, new Dictionary<string, string>(), [], Mark(Scratch["drill"]));
        await DoneAsync(order);
        Assert.Contains("runs already", (await DoneAsync(order)).Note, StringComparison.Ordinal);
        Assert.Null((await DoneAsync(new StopServiceOrder("web", Scratch["drill"]))).Note);
    }

    [Fact]
    public async Task A_wall_is_built_by_whoever_may_and_all_others_are_told_why_there_is_none()
    {
        var note = (await DoneAsync(new OpenDrillOrder(Scratch["drill"], Mark(Scratch["drill"]).Walled))).Note;
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Null(note);
        }
        else
        {
            Assert.Contains("mount namespace", note, StringComparison.Ordinal);
        }
    }

    private async Task NeedAsync()
    {
        Scratch.Write("office/books.txt", "written by hand");
        Scratch.Write("plan/holdfast.yaml", "organization: any");
        Scratch.Write("plan/data/orders", "one");
        Scratch.Write("kit.key", "secret");
        var why = (await DoneAsync(new OpenDrillOrder(Scratch["drill"], Mark(Scratch["drill"]).Walled))).Note;
        Assert.SkipUnless(why is null, why ?? "");
    }

    private RunMark Mark(string folder) => new(
        "the-drill", "web/run 1", Drill: true, new(folder, [Scratch["office"], Scratch["plan"], Scratch["plan/data"], Scratch["kit.key"], Scratch["not there"]], [Scratch["plan"]], Containers: false));

    private RunCommandOrder Run(string line, string? folder = null) => new(folder ?? Scratch["drill"], ["sh", "-c", line], null, Long, Mark(folder ?? Scratch["drill"]));
}
