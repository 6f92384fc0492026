using System.Text.Json;
using System.Xml.Linq;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The readiness answer of a real business, before and after it was protected and drilled.</summary>
public sealed class StatusTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task It_is_good_only_once_it_was_protected_and_drilled_and_only_while_somebody_looks_into_the_repositories()
    {
        var bare = await StatusAsync();
        Says(bare, 5, "Small Business: Not good enough", "no verified recovery point", "holdfast protect", "Nothing was ever drilled");

        await _business.ProtectAsync();
        var copied = await StatusAsync();
        Says(copied, 5, "Small Business: Not known", "NOT PROVEN", "never drilled", "holdfast drill --scenario \"office fire\"");
        Assert.All(LinesOfSystems(copied), line => Assert.Contains("NOT PROVEN", line, StringComparison.Ordinal));

        await DrillAsync();
        var drilled = await StatusAsync();
        Says(drilled, 0, "Small Business: Good", "drill ", "One drill or failover, none failed: for all that this shows, up to 95 % may fail.");
        Assert.DoesNotContain("NOT", drilled.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', drilled.Output);

        var offline = await StatusAsync("--offline");
        Says(offline, 5, "Not known", "Offline: no repository was opened", "repositories not looked into");
        Assert.All(LinesOfSystems(offline), line => Assert.Contains("NOT PROVEN", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_said_and_counts_as_nothing()
    {
        await _business.ProtectAsync();
        await DrillAsync();
        Directory.Delete(_business["colo/vault"], recursive: true);
        var status = await StatusAsync();
        Says(status, 5, "Not", "nobody knows how much would be lost");
        Assert.Contains("vault was not looked into, so nothing in it counts", status.Error, StringComparison.Ordinal);

        Directory.Delete(_business["office/nas"], recursive: true);
        Says(await StatusAsync(), 5, "Not good enough", "no verified recovery point");
    }

    [Fact]
    public async Task A_repository_that_never_answers_is_not_waited_for_and_nothing_is_left_of_the_asking()
    {
        await _business.ProtectAsync();
        _business.Replan("key: \"file:../kit/nas.key\"", $"key: \"command:cd {_business.Root}; sleep 600\"");
        var status = await StatusAsync("--wait", "1.5", "--run-key-commands");
        Assert.Equal(5, status.ExitCode);
        Assert.Contains("nas was not looked into, so nothing in it counts: it did not answer within 1.5 s", status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("vault was not", status.Error, StringComparison.Ordinal);
        Assert.Empty(_business.Processes());
    }

    [Fact]
    public async Task A_system_that_did_not_come_back_in_its_last_drill_is_not_good_enough()
    {
        await _business.ProtectAsync();
        await DrillAsync();
        _business.Replan("- run: \"true\"", "- run: \"false\"");
        Assert.Equal(3, (await _business.InOfficeAsync("drill")).ExitCode);
        Says(await StatusAsync(), 5, "Not good enough: letters: did not come back in its last drill", "holdfast run show ", "2 drills and failovers, 1 failed");
        Says(await StatusAsync("--score"), 0, "not back", "FAILED", "within ", "29 in a row without a failure show that nine in ten succeed, 59 that nineteen in twenty do.");
    }

    [Fact]
    public async Task The_json_is_as_the_documentation_shows_it()
    {
        await _business.ProtectAsync();
        await DrillAsync();
        await DrillAsync();
        _business.Replan("- check: { files: letters, at least: 2 }", "- check: { files: letters, at least: 2 }\n        name: count the letters");
        using var status = JsonDocument.Parse((await StatusAsync("--json")).Output);
        using var score = JsonDocument.Parse((await StatusAsync("--score", "--json")).Output);
        var documented = DocumentedJson().ToArray();
        Assert.Equal(Paths(documented[0]), Paths(status.RootElement));
        Assert.Equal(Paths(documented[1]), Paths(score.RootElement));
        Assert.Equal("steps not drilled", status.RootElement.GetProperty("next")[0].GetProperty("lack").GetString());
        Assert.Equal(2, score.RootElement.GetProperty("score").GetProperty("pairs").GetInt32());
    }

    [Fact]
    public async Task The_worst_scenario_and_any_that_is_asked_for_are_drawn_and_nothing_else_is_written()
    {
        await _business.ProtectAsync();
        await DrillAsync();
        var before = _business.Everything();
        Says(await StatusAsync("--picture", _business["worst.svg"]), 0, "worst.svg: how \"office fire\" would go");
        Assert.Equal(0, (await _business.InOfficeAsync("predict", "--scenario", "data letters", "--picture", _business["letters.svg"], "--json")).ExitCode);
        Assert.Equal([_business["letters.svg"], _business["worst.svg"]], _business.Everything().Except(before));
        Assert.Equal(["letters", "orders"], RowsOf("worst.svg").Order(StringComparer.Ordinal));
        Assert.Equal(["letters"], RowsOf("letters.svg"));

        string[] RowsOf(string file) =>
            [.. XDocument.Load(_business[file]).Descendants().Where(e => e.Attribute("data-kind")?.Value == "system").Select(e => e.Attribute("data-name")!.Value)];
    }

    [Fact]
    public async Task A_picture_that_cannot_be_written_is_refused_at_once()
    {
        foreach (var command in new string[][]
        {
            ["status", "--picture", _business["office"]], ["predict", "--picture", _business["none/a.svg"]], ["predict", "--all", "--picture", _business["a.svg"]],
        })
        {
            var run = await _business.InOfficeAsync(command);
            Assert.True(run.ExitCode == 2, run.ToString());
            Assert.Contains("HINT: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("99999")]
    public async Task A_time_that_is_none_is_refused(string seconds)
    {
        var status = await StatusAsync("--wait", seconds);
        Assert.Equal(2, status.ExitCode);
        Assert.Contains("HINT: ", status.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private Task<ProgramRun> StatusAsync(params string[] more) => _business.InOfficeAsync(["status", .. more]);

    private async Task DrillAsync()
    {
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
    }

    private static string[] LinesOfSystems(ProgramRun status)
    {
        string[] lines = [.. status.Output.Split('\n').Where(l => l.StartsWith("  orders ", StringComparison.Ordinal) || l.StartsWith("  letters ", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);
        return lines;
    }

    private static void Says(ProgramRun status, int code, params string[] words)
    {
        Assert.True(status.ExitCode == code, status.ToString());
        Assert.All(words, word => Assert.Contains(word, status.Output, StringComparison.Ordinal));
    }

    /// <summary>Every name that there is, with those above it; null counts as whatever it could be.</summary>
    private static string[] Paths(JsonElement element) => [.. PathsIn(element, "").Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> PathsIn(JsonElement element, string at) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => PathsIn(p.Value, $"{at}.{p.Name}").Prepend($"{at}.{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => PathsIn(e, at)),
        _ => [],
    };

    private static IEnumerable<JsonElement> DocumentedJson() =>
        File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "status.md")).Split("```json\n")[1..].Select(t => JsonDocument.Parse(t.Split("```")[0]).RootElement);

    private static string Root(string from) => Directory.Exists(Path.Combine(from, "docs")) ? from : Root(Path.GetDirectoryName(from.TrimEnd('/'))!);
}
