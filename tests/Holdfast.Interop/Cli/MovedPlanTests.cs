using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>
/// Somebody has the key of the vault, and restic, and puts the genuine text of the plan there as one that lies in a folder of theirs: what its relative
/// paths lead to would then be theirs.
/// </summary>
public sealed class MovedPlanTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    public MovedPlanTests()
    {
        _business.Replan("- run: \"true\"", "- run: [sh, \"{plan}/after.sh\"]");
        _business.Write("office/after.sh", "true");
        _business.Write("evil/office/after.sh", $"touch {_business["ran"]}");
    }

    [Fact]
    public async Task The_digits_of_the_kit_are_of_the_text_and_of_its_folder()
    {
        await _business.ProtectAsync();
        var kit = await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--output", _business["kit.html"], "--state", _business["state"], "--json");
        Assert.Contains($"\"planFingerprint\": \"{_business.PlanFingerprint}\"", kit.Output, StringComparison.Ordinal);
        Assert.Contains(_business.PlanFingerprint, _business.Read("kit.html"), StringComparison.Ordinal);
        PlantMoved();
        _business.Burn();

        var refused = await _business.FailoverAsync();
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains($"with its folder, {_business["evil/office"]}, its SHA-256 is", refused.Error, StringComparison.Ordinal);

        // A kit of an earlier version shows the text's alone, which is not enough, and that is said.
        var text = await Built.RunAsync(["failover", "--yes", .. Blank, "--trust-plan", PlanDigits.TextOf(_business["evil/office/holdfast.yaml"])[..16]]);
        Assert.True(text.ExitCode == 6, text.ToString());
        Assert.Contains("the SHA-256 of the plan's text alone", text.Error, StringComparison.Ordinal);

        // The digits are of where it lay: once the moved one is ignored, they are those of the plan that is left.
        var moved = Regex.Match(refused.Error, "snapshot ([0-9a-f]{8}) of").Groups[1].Value;
        var failover = await Built.RunAsync(["failover", "--yes", .. _business.FromVault, "--ignore", moved, "--because", "the folder is not ours"]);
        Assert.True(failover.ExitCode == 3, failover.ToString()); // The script burnt with the office, so the letters are not operating.
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
        Assert.False(File.Exists(_business["ran"]));
    }

    [Fact]
    public async Task A_machine_that_worked_with_the_plan_does_not_know_it_in_another_folder()
    {
        await _business.ProtectAsync();
        var drill = await Built.TellAsync("yes\n", ["drill", .. Blank]);
        Assert.True(drill.ExitCode is 0 or 5, drill.ToString());
        PlantMoved();

        foreach (var verb in new string[][] { ["failover", "--yes"], ["drill"], ["protect"] })
        {
            var refused = await Built.TellAsync("", [.. verb, .. Blank]);
            Assert.True(refused.ExitCode == 6, refused.ToString());
            Assert.Contains($"this machine worked with this text in {_business["office"]}", refused.Error, StringComparison.Ordinal);
            Assert.Contains($"NOT AS THE PLAN SAYS: nas is {_business["evil/office/nas"]}", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_business["ran"]));
    }

    [Fact]
    public async Task What_earlier_versions_remembered_counts_for_nothing_and_is_no_error()
    {
        await _business.ProtectAsync();
        _business.Write("colo-state/known-plans", PlanDigits.TextOf(_business["office/holdfast.yaml"]) + "\n");
        var refused = await Built.RunAsync(["failover", "--yes", .. Blank]);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("--yes needs a plan that this machine knows", refused.Error, StringComparison.Ordinal);
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
    }

    [Fact]
    public async Task Where_the_organization_signed_the_folder_is_signed_too()
    {
        var key = await SignAndProtectAsync();
        Restic.Run(["forget", .. IdsOf("holdfast:plan")]);
        PlantMoved();

        var refused = await Built.RunAsync(["failover", "--yes", "--trust-key", key, .. Blank]);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("THE PLAN IS NOT SIGNED by Small Business as it is here", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"this text in {_business["office"]}", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"says that it lies in {_business["evil/office"]}", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"NOT AS THE PLAN SAYS: nas is {_business["evil/office/nas"]}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(6, (await Built.RunAsync(["failover", "--yes", .. _business.FromVault])).ExitCode);
        Assert.False(File.Exists(_business["ran"]));
    }

    [Fact]
    public async Task A_robbed_repository_does_not_say_whom_else_to_ask()
    {
        await SignAndProtectAsync();
        Restic.Run(["forget", .. IdsOf("holdfast:trust")]);
        PlantMoved();
        string[] lost = ["--scenario", "host office-server"];

        var predict = await Built.RunAsync(["predict", .. lost, .. Blank]);
        Assert.True(predict.ExitCode is 0 or 5, predict.ToString());
        Assert.Contains("THE PLAN'S FOLDER IS IN DOUBT", predict.Error, StringComparison.Ordinal);
        var yes = await Built.TellAsync("yes\nno\n", ["failover", .. lost, .. Blank]);
        Assert.True(yes.ExitCode == 6, yes.ToString());
        Assert.Contains($"This business signs its plans (nas at {_business["office/nas"]} holds", yes.Error, StringComparison.Ordinal);

        // Nor by saying that it is itself the one that would be asked.
        Restic.Run(["forget", .. IdsOf("holdfast:plan")]);
        Restic.RunIn(_business["office"], "backup", "holdfast.yaml", "--host", "holdfast", "--tag", "holdfast:plan,repository:nas");
        var itself = await Built.TellAsync("yes\nno\n", ["failover", .. lost, .. Blank]);
        Assert.True(itself.ExitCode == 6, itself.ToString());
        Assert.Contains($"This business signs its plans (nas at {_business["office/nas"]} holds", itself.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/orders"]));
    }

    [Fact]
    public async Task A_run_that_follows_the_signed_text_in_another_folder_is_told_and_no_digits_take_it_up()
    {
        var key = await SignAndProtectAsync();
        _business.Write("evil/office/holdfast.yaml", _business.Read("office/holdfast.yaml"));
        CopyFolder("office/nas", "evil/office/nas");
        CopyFolder("colo/vault", "evil/colo/vault");
        CopyFolder("kit", "evil/kit");
        _business.Write("evil/office/after.sh", $"touch {_business["begun"]}; sleep 600");
        using (var theirs = await _business.StartWaitingAsync(["failover", "--yes", "--plan", _business["evil/office/holdfast.yaml"], "--state", _business["theirs"]]))
        {
            await theirs.KillAsync();
        }

        _business.EndProcesses("evil");
        File.Delete(_business["begun"]);
        Restic.RunIn(_business["theirs"], "backup", "runs", "--host", "holdfast", "--tag", "holdfast:journal,state:0123456789abcdef");
        var looked = await Built.RunAsync(["predict", "--trust-key", key, .. Blank]);
        Assert.True(looked.ExitCode is 0 or 5, looked.ToString());

        string[] resume = ["run", "resume", "--state", _business["colo-state"]];
        var no = await Built.TellAsync("no\n", resume);
        Assert.True(no.ExitCode == 6, no.ToString());
        Assert.Contains($"this text in {_business["office"]}", no.Error, StringComparison.Ordinal);
        Assert.Contains($"NOT AS THE PLAN SAYS: nas is {_business["evil/office/nas"]}", no.Error, StringComparison.Ordinal);
        var typed = await Built.TellAsync("", [.. resume, "--trust-plan", _business.PlanFingerprint]);
        Assert.True(typed.ExitCode == 6, typed.ToString());
        Assert.Contains($"with its folder, {_business["evil/office"]}, its SHA-256 is", typed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["begun"]));
    }

    public void Dispose() => _business.Dispose();

    private ResticProgram Restic => new(_business["colo/vault"], "key of the vault");

    /// <summary>Of somebody who has the vault and its key, and a blank machine.</summary>
    private string[] Blank => ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["colo-state"]];

    private string[] IdsOf(string tag) => [.. Regex.Matches(Restic.Run("snapshots", "--tag", tag, "--json"), "\"short_id\":\"([0-9a-f]+)\"").Select(id => id.Groups[1].Value)];

    private void PlantMoved()
    {
        _business.Write("evil/office/holdfast.yaml", _business.Read("office/holdfast.yaml"));
        Restic.RunIn(_business["evil/office"], "backup", "holdfast.yaml", "--host", "holdfast", "--tag", "holdfast:plan,repository:vault");
    }

    private void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(_business[from], "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_business[to], Path.GetRelativePath(_business[from], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task<string> SignAndProtectAsync()
    {
        var begun = await Built.RunAsync(["trust", "init", "--signing-key", _business["kit/signing.pem"], .. _business.Here]);
        Assert.True(begun.ExitCode == 0, begun.ToString());
        await _business.ProtectAsync();
        return Regex.Match(begun.Output, "([0-9A-Z]{5}-){4}[0-9A-Z]{5}").Value;
    }
}
