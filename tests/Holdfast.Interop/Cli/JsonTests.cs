using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What a program gets that asks for JSON: one document, whatever happens.</summary>
public sealed class JsonTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Every_command_that_goes_well_says_one_document_and_nothing_else()
    {
        foreach (var command in new string[][]
        {
            ["plan", "check", _business["office/holdfast.yaml"]], ["plan", "show", _business["office/holdfast.yaml"]], ["plan", "graph", _business["office/holdfast.yaml"]], ["protect", .. _business.Here], ["drill", .. _business.Here],
            ["predict", .. _business.Here], ["status", .. _business.Here], ["points", .. _business.Here], ["failover", "--yes", .. _business.FromVault], ["run", "list", .. _business.Here],
            ["run", "show", .. _business.Here], ["evidence", "list", .. _business.Here],
        })
        {
            var run = await Built.RunAsync([.. command, "--json"]);
            Assert.True(run.ExitCode == 0, run.ToString());
            using var document = JsonDocument.Parse(run.Output);
            Assert.Equal("", run.Error);
        }

        var verify = await Built.RunAsync(
            "evidence", "verify", Directory.EnumerateFiles(_business["colo-state/evidence"], "*-failover-*.jsonl").Single(), "--json");
        Assert.True(JsonDocument.Parse(verify.Output).RootElement.GetProperty("good").GetBoolean());
    }

    [Fact]
    public async Task Every_error_is_one_document_and_one_line_on_standard_error_with_the_same_code()
    {
        _business.Write("broken.yaml", "organization: x\nsystens: {}\n");
        foreach (var (code, command) in new (int, string[])[]
        {
            (2, ["bogus"]), (2, ["evidence", "verify"]), (2, ["failover", "--since", "yesterday-ish", .. _business.Here]),
            (2, ["predict", "--scenario", "flood", .. _business.Here]), (2, ["plan", "check", _business["none.yaml"]]),
            (2, ["protect", "ghosts", .. _business.Here]), (2, ["run", "show", .. _business.Here]), (2, ["run", "resume", "x", .. _business.Here]),
            (2, ["plan", "show", _business["office/holdfast.yaml"], "ghosts"]),
            (4, ["plan", "check", _business["broken.yaml"]]), (4, ["plan", "show", _business["broken.yaml"]]), (4, ["plan", "graph", _business["broken.yaml"]]),
            (2, ["plan", "graph", _business["office/holdfast.yaml"], "--scenario", "flood"]), (4, ["failover", "--yes", "--plan", _business["broken.yaml"]]),
            (6, ["drill", .. _business.Here]), (10, ["failover", "--yes", .. _business.FromVault]),
        })
        {
            var run = await Built.RunAsync([.. command, "--json"]);
            Assert.True(run.ExitCode == code, run.ToString());
            using var document = JsonDocument.Parse(run.Output);
            var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(code, JsonDocument.Parse(line).RootElement.GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task Warnings_are_lines_of_json_and_a_watch_that_ends_tells_its_newest_copies()
    {
        _business.Write("office/nas/other", "");
        using var watch = SmallBusiness.Start(["protect", "--watch", "--json", .. _business.Here]);
        await watch.UntilAsync(
            () => File.Exists(_business["state/protection.jsonl"]) && _business.Read("state/protection.jsonl").Contains("letters", StringComparison.Ordinal), "copies");
        var end = await watch.InterruptAsync();
        Assert.Equal(3, end.ExitCode); // One repository got nothing.
        Assert.Equal(4, JsonDocument.Parse(end.Output).RootElement.GetProperty("copies").GetArrayLength());
        var warning = Assert.Single(end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("warning", JsonDocument.Parse(warning).RootElement.GetProperty("message_type").GetString());
    }

    public void Dispose() => _business.Dispose();
}
