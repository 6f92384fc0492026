using System.Text.Json;
using System.Xml.Linq;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast plan graph</c>, as somebody uses it who wants the plan on paper.</summary>
public sealed class GraphCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task The_picture_goes_to_standard_output_or_to_a_file_and_is_the_same()
    {
        var shown = await GraphAsync();
        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Equal("svg", XDocument.Parse(shown.Output).Root!.Name.LocalName);

        foreach (var option in new[] { "-o", "--picture" })
        {
            var written = await GraphAsync(option, _business["plan.svg"]);
            Assert.True(written.ExitCode == 0, written.ToString());
            Assert.StartsWith(_business["plan.svg"] + ": The plan of Small Business.", written.Output, StringComparison.Ordinal);
            Assert.Equal(shown.Output, _business.Read("plan.svg"));
            File.Delete(_business["plan.svg"]);
        }
    }

    [Fact]
    public async Task A_scenario_of_the_plan_and_a_single_loss_that_nobody_wrote_are_marked()
    {
        var fire = await GraphAsync("--scenario", "office fire");
        Assert.Contains("Small Business: office fire", fire.Output, StringComparison.Ordinal);
        Assert.Contains("LOST; comes back on", fire.Output, StringComparison.Ordinal);

        var lost = await GraphAsync("--scenario", "repository nas");
        Assert.Contains("LOST, with copies of 2", lost.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("comes back on", lost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_says_where_the_picture_is_or_holds_it()
    {
        using var held = JsonDocument.Parse((await GraphAsync("--json")).Output);
        Assert.Equal("svg", XDocument.Parse(held.RootElement.GetProperty("svg").GetString()!).Root!.Name.LocalName);
        Assert.True(held.RootElement.GetProperty("widthPixels").GetDouble() > 300);

        using var written = JsonDocument.Parse((await GraphAsync("--json", "-o", _business["plan.svg"])).Output);
        Assert.Equal(_business["plan.svg"], written.RootElement.GetProperty("picture").GetString());
        Assert.Equal(JsonValueKind.Null, written.RootElement.GetProperty("svg").ValueKind);
        Assert.True(File.Exists(_business["plan.svg"]));
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_an_error_that_says_why_and_writes_nothing()
    {
        var before = _business.Everything();
        foreach (var (code, words, arguments) in new (int, string, string[])[]
        {
            (2, "HINT: Did you mean \"office fire\"? It has \"office fire\"; and the loss of any single thing", ["--scenario", "ofice fire"]),
            (2, "such as \"host office-server\".", ["--scenario", "flood"]),
            (2, "is a file that is read or written already", ["-o", _business["office/../office/holdfast.yaml"]]),
            (2, "there is no folder", ["-o", _business["no/such/folder/plan.svg"]]),
        })
        {
            var run = await GraphAsync(arguments);
            Assert.True((run.ExitCode, run.Output) == (code, ""), run.ToString());
            Assert.Contains(words, run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await Built.RunAsync("plan", "graph", _business["none.yaml"])).ExitCode);
        _business.Write("broken.yaml", "organization: x\nsystens: {}\n");
        var broken = await Built.RunAsync("plan", "graph", _business["broken.yaml"], "-o", _business["plan.svg"]);
        Assert.True(broken.ExitCode == 4, broken.ToString());
        File.Delete(_business["broken.yaml"]);
        Assert.Equal(before, _business.Everything());
    }

    public void Dispose() => _business.Dispose();

    private Task<ProgramRun> GraphAsync(params string[] more) => Built.RunAsync(["plan", "graph", _business["office/holdfast.yaml"], .. more]);
}
