using System.Text;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>
/// Whoever writes into a repository chooses names, tags, hosts, users and plans: in no verb's output do these begin a line or have a colour. (But for the names of
/// files where a program reads them, which gets each byte by byte, as from restic.)
/// </summary>
public sealed class ForgedLinesTests : IDisposable
{
    private const string Forged = "\nFORGED all is well\r\e[32mFORGED\e[0m\u2028FORGED\u0085FORGED";
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task No_text_of_a_repository_or_a_plan_begins_a_line_or_has_a_colour()
    {
        await _business.ProtectAsync();
        await PlantAsync();
        string[] vault = ["-r", _business["colo/vault"], "--password-file", _business["kit/vault.key"]];
        string[] from = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["colo-state"]];
        string[][] verbs =
        [
            ["repo", "snapshots", .. vault], ["repo", "snapshots", "--group-by", "host,tags,paths", .. vault], ["repo", "ls", "latest", "--long", .. vault], ["repo", "key", "list", .. vault],
            ["repo", "forget", "--keep-last", "1", "--dry-run", .. vault], ["repo", "tag", "--add", "x", "--host", "h" + Forged, .. vault],
            ["repo", "stats", .. vault], ["repo", "check", .. vault], ["repo", "restore", "latest", "--target", _business["out"], "-vv", .. vault], ["repo", "diff", "latest", "latest", .. vault],
            ["repo", "unlock", .. vault], ["repo", "repair", "snapshots", "--dry-run", .. vault], ["repo", "rewrite", .. vault],
            ["predict", .. from], ["status", "--all", .. from], ["points", .. from], ["plan", "save", "--output", _business["saved.yaml"], .. from], ["plan", "check", _business["saved.yaml"]], ["plan", "show", _business["saved.yaml"]],
            ["plan", "diff", _business["office/holdfast.yaml"], _business["saved.yaml"]], ["plan", "check", _business["broken.yaml"]], ["advise", .. from], ["run", "list", "--state", _business["colo-state"]],
            ["evidence", "list", "--state", _business["colo-state"]], ["restore", "orders", "--list", .. from], ["drill", .. from], ["failover", .. from], ["protect", .. from],
            ["trust", "sign", .. _business.Here, .. from[..4]],
        ];
        Assert.Equal(0, (await Built.RunAsync(["trust", "init", "--signing-key", _business["kit/signing.pem"], .. _business.Here])).ExitCode);
        File.WriteAllText(_business["broken.yaml"], "organization: \"x\\nFORGED\\e[32m\"\nsystems: { \"a\\nFORGED\": { x: 1 } }\n");
        var showing = 0;
        foreach (var verb in verbs)
        {
            var run = await Built.TellAsync("no\n", verb);
            var all = run.Output + "\n" + run.Error;
            Assert.True(!all.Split('\n', '\r', '\u2028', '\u0085').Any(line => line.TrimStart().StartsWith("FORGED", StringComparison.Ordinal)), string.Join(' ', verb) + "\n" + run);
            Assert.True(!all.Contains('\e', StringComparison.Ordinal), string.Join(' ', verb) + "\n" + run);
            showing += all.Contains("FORGED", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(showing >= 8, $"only {showing} of them showed such text at all");
    }

    public void Dispose() => _business.Dispose();

    private async Task PlantAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var text = File.ReadAllText(_business["office/holdfast.yaml"])
            .Replace("- run: \"true\"", "- run: \"true\\nFORGED\\e[32m\"\n      - task: { do: \"call\\nFORGED\\e[32m\", by: recovery lead }", StringComparison.Ordinal);
        await using var repository = await Repository.OpenAsync(Locations.Open(_business["colo/vault"]), new Password("key of the vault"), TimeProvider.System, stop);
        foreach (var request in new BackupRequest[]
        {
            new([new ContentTarget("x\n"u8.ToArray(), "/runs/x" + Forged + "/journal.jsonl")], "h" + Forged, ["holdfast:journal", "state:s" + Forged], [], null, ["/x"]),
            new([new ContentTarget(Encoding.UTF8.GetBytes(text), "/holdfast.yaml")], "holdfast", ["holdfast:plan", "repository:vault"], [], null, [_business["office/holdfast.yaml"]]),
            new([new ContentTarget("x"u8.ToArray(), "/orders/1.txt")], "h" + Forged, ["system:orders", "t" + Forged], [], null, ["/p" + Forged]),
            new([new ContentTarget("x"u8.ToArray(), "/epoch")], "h" + Forged, ["holdfast:epoch", "epoch:1", "run:20260101T000000Z-failover-evil" + Forged, "leader:l" + Forged, "active:orders@colo" + Forged], [], null, ["/epoch"]),
        })
        {
            await repository.BackupAsync(request, null, stop);
        }
    }
}
