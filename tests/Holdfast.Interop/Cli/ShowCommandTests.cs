using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast plan show</c>, as somebody uses it who wants to know what a plan means.</summary>
public sealed class ShowCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Every_value_stands_with_the_line_that_says_it_or_is_called_a_default()
    {
        var run = await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"RTO +1 h +\(holdfast\.yaml:13\)", run.Output);
        Assert.Matches(@"when alone +stay down +\(default\)", run.Output);
        Assert.Contains("timeout 1 s (holdfast.yaml:", run.Output, StringComparison.Ordinal);
        Assert.Contains("retries 0 (default)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output);

        _business.Replan("orders:\n    rto: 1 hour\n    rpo: 1 hour", "orders:\n    tier: mission critical");
        var tiered = await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"], "orders");
        Assert.Matches(@"RTO +1 h +\(tier mission critical\)", tiered.Output);
        Assert.DoesNotContain("letters", tiered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_an_included_file_stands_with_that_file()
    {
        _business.Write("office/parts/people.yaml", "people:\n  maria: { name: Maria Lopez }\n");
        _business.Replan("organization: Small Business", "organization: Small Business\ninclude: [parts/people.yaml]");
        var run = await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"], "maria");
        Assert.Contains("Maria Lopez", run.Output, StringComparison.Ordinal);
        Assert.Contains("(parts/people.yaml:2)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_says_of_every_value_where_it_comes_from()
    {
        using var json = JsonDocument.Parse((await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"], "--json")).Output);
        var letters = json.RootElement.GetProperty("systems").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "letters");
        Assert.Equal((3600, "written"), (letters.GetProperty("rtoSeconds").GetProperty("value").GetInt32(), letters.GetProperty("rtoSeconds").GetProperty("from").GetString()));
        var check = letters.GetProperty("steps").EnumerateArray().Last();
        Assert.Equal((1, "written"), (check.GetProperty("timeoutSeconds").GetProperty("value").GetInt32(), check.GetProperty("timeoutSeconds").GetProperty("from").GetString()));
        Assert.Equal((0, "default"), (check.GetProperty("retries").GetProperty("value").GetInt32(), check.GetProperty("retries").GetProperty("from").GetString()));
        Assert.Equal(10, json.RootElement.GetProperty("singleLosses").GetInt32());
    }

    [Fact]
    public async Task A_name_that_is_nowhere_is_an_error_that_guesses()
    {
        var run = await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"], "ordres");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("called \"ordres\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("HINT: Did you mean \"orders\"?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_and_one_with_mistakes_are_errors()
    {
        var missing = await Built.RunAsync("plan", "show", _business["none.yaml"]);
        Assert.Equal((2, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("There is no plan at " + _business["none.yaml"], missing.Error, StringComparison.Ordinal);

        _business.Replan("rpo: 1 hour\n    runs on: office-server\n    recovers on: colo-server\n    protect: { files: orders", "rop: 1 hour\n    runs on: office-server\n    recovers on: colo-server\n    protect: { files: orders");
        var broken = await Built.RunAsync("plan", "show", _business["office/holdfast.yaml"]);
        Assert.Equal((4, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("did you mean \"rpo\"?", broken.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();
}
