using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A business that signs: who may say who is active, who approves, and what a run out of a repository is worth.</summary>
public sealed class SignedTrustTests : IDisposable
{
    private const string Epoch = "holdfast:epoch,epoch:1,run:20260101T000000Z-failover-evil,leader:root@colo,active:orders@colo-server,active:letters@colo-server";
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task An_epoch_that_nobody_signed_locks_no_one_out_and_is_told()
    {
        var key = await SignAndProtectAsync();
        Plant("evil", Epoch, "epoch", "x");
        var protect = await _business.ProtectAsync();
        Assert.Contains("An UNSIGNED record", protect.Error, StringComparison.Ordinal);
        _business.Burn();

        // It is another question than whether to begin, so both are asked; without anybody to ask it begins, and the evidence says so.
        Assert.Equal(6, (await Built.TellAsync("yes\nno\n", ["failover", "--trust-key", key, .. Blank])).ExitCode);
        var failover = await Built.RunAsync(["failover", "--yes", "--trust-key", key, .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("An UNSIGNED record", failover.Error, StringComparison.Ordinal);
        Assert.Contains("failover-evil", Evidence(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_with_the_kit_alone_leads_and_is_believed_elsewhere_once_it_is_named()
    {
        var key = await SignAndProtectAsync();
        Directory.CreateDirectory(_business["stick"]);
        File.Move(_business["kit/signing.pem"], _business["stick/signing.pem"]);

        // 1. Nothing but the kit and a repository: it begins, says in red what that means, and so does the evidence.
        var failover = await Built.TellAsync("yes\n", ["failover", "--trust-key", key, .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("Small Business has not named this machine", failover.Error, StringComparison.Ordinal);
        Assert.Contains("has not named this machine", Evidence(), StringComparison.Ordinal);

        // 2. The office believes nothing that anybody with the vault's key could say; its copies go on.
        var told = await _business.InOfficeAsync("protect");
        Assert.True(told.ExitCode == 0, told.ToString());
        var name = Regex.Match(told.Error, "holdfast trust add-machine NAME ([0-9a-f]{64}) colo-server");
        Assert.True(name.Success, told.ToString());

        // 3. Whoever has the key names the machine that led: from then on what it said counts, and the office is fenced.
        string[] office = ["--plan", _business["office/holdfast.yaml"], "--state", _business["state"], "--signing-key", _business["stick/signing.pem"]];
        var added = await Built.RunAsync(["trust", "add-machine", "colo", name.Groups[1].Value, "colo-server", .. office]);
        Assert.True(added.ExitCode == 0, added.ToString());
        var refused = await _business.InOfficeAsync("protect");
        Assert.True(refused.ExitCode == 6, refused.ToString());

        // 4. Back again: by the machine's own word nobody else believes it, by the key they do.
        var back = await _business.InOfficeAsync("protect", "--active-here", "--signing-key", _business["stick/signing.pem"]);
        Assert.True(back.ExitCode == 0, back.ToString());
        var seen = await Built.RunAsync(["status", "--trust-key", key, .. Vault, "--state", _business["third-state"]]);
        Assert.DoesNotContain("UNSIGNED", seen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED OVER", seen.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_failover_with_the_key_at_hand_is_believed_at_once()
    {
        var key = await SignAndProtectAsync();
        var failover = await Built.RunAsync(["failover", "--yes", "--trust-key", key, "--signing-key", _business["kit/signing.pem"], .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.DoesNotContain("has not named this machine", failover.Error, StringComparison.Ordinal);
        var refused = await _business.InOfficeAsync("protect");
        Assert.True(refused.ExitCode == 6, refused.ToString());
    }

    [Fact]
    public async Task An_office_that_was_failed_over_from_does_not_become_believed_again_by_its_own_key()
    {
        var key = await SignAndProtectAsync();
        string[] signing = ["--signing-key", _business["kit/signing.pem"]];
        var failover = await Built.RunAsync(["failover", "--yes", "--trust-key", key, .. signing, .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        string[] now = ["--plan", _business["colo/now.yaml"], "--state", _business["colo-state"]];
        Assert.Equal(0, (await Built.RunAsync(["plan", "save", "--as-failed-over", "--output", _business["colo/now.yaml"], .. Blank])).ExitCode);
        var there = await Built.RunAsync(["protect", "--json", .. signing, .. now]);
        Assert.True(there.ExitCode is 0 or 5, there.ToString());
        var good = Regex.Match(there.Output, "\"system\": \"orders\",\\s+\"repository\": \"vault\",\\s+\"snapshot\": \"([0-9a-f]+)\"").Groups[1].Value;
        Assert.NotEmpty(good);

        // Root of the captured office: its own key, no key of the business, and data of its own.
        Directory.CreateDirectory(_business["stick"]);
        File.Move(_business["kit/signing.pem"], _business["stick/signing.pem"]);
        _business.Write("office/orders/3.txt", "captured");
        var back = await _business.InOfficeAsync("protect", "--active-here");
        Assert.True(back.ExitCode == 0, back.ToString());
        Assert.Contains("No key of Small Business is at hand", back.Error, StringComparison.Ordinal);
        var again = await _business.InOfficeAsync("protect");
        Assert.True(again.ExitCode == 0, again.ToString());

        var points = await Built.RunAsync(["points", "orders", "--trust-key", key, .. Vault, "--state", _business["third-state"]]);
        var counting = points.Output.Split('\n').First(line => line.Contains(" vault ", StringComparison.Ordinal) && !line.Contains("NOT COUNTED", StringComparison.Ordinal));
        Assert.True(counting.Contains(good[..8], StringComparison.Ordinal), points.ToString());
        Assert.Contains("NOT SIGNED", points.Output, StringComparison.Ordinal); // What the office says of copies since then is left out.
        Assert.Contains("or that were moved away from it", points.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_and_runs_that_no_believed_machine_told_of_refuse_no_failover()
    {
        var key = await SignAndProtectAsync();
        await PlantRunsAsync();
        _business.Write("evil/orders/1.txt", "x");
        Restic.RunIn(_business["evil"], "backup", "orders", "--host", "office-server", "--tag", "system:orders", "--time", "2099-01-01 00:00:00");
        _business.Burn();
        var failover = await Built.RunAsync(["failover", "--yes", "--trust-key", key, .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("so that says nothing of the clock", Evidence(), StringComparison.Ordinal);
        Assert.Contains("3 unfinished failovers came out of a repository", failover.Error, StringComparison.Ordinal);
        Assert.Contains("3 unfinished failovers came out of a repository", Evidence(), StringComparison.Ordinal);
        Assert.Equal("one", _business.Read("colo/server/orders/1.txt"));
    }

    /// <summary>Three unfinished failovers by the plan that is signed, in the vault, with no record of who is active.</summary>
    private async Task PlantRunsAsync()
    {
        var plan = File.ReadAllText(_business["office/holdfast.yaml"]);
        _business.LettersWaitFor("go on");
        using (var begun = await _business.StartWaitingAsync(["failover", "--yes", "--plan", _business["office/holdfast.yaml"], "--state", _business["theirs"]]))
        {
            await begun.KillAsync();
        }

        _business.EndProcesses();
        Directory.Delete(_business["colo/server"], recursive: true);
        _business.Write("office/holdfast.yaml", plan);
        var ids = Regex.Matches(Restic.Run("snapshots", "--tag", "holdfast:epoch", "--json"), "\"short_id\":\"([0-9a-f]+)\"").Select(id => id.Groups[1].Value);
        Restic.Run("unlock"); // Killed in the middle of a write, the failover left its lock.
        Restic.Run(["forget", .. ids]);
        var run = Path.GetFileName(Directory.GetDirectories(_business["theirs/runs"]).Single());
        foreach (var i in Enumerable.Range(1, 3))
        {
            var name = $"{run[..^1]}{(char)('a' + i)}";
            _business.Write($"planted/runs/{name}/journal.jsonl", _business.Read($"theirs/runs/{run}/journal.jsonl").Split('\n')[0].Replace(run, name, StringComparison.Ordinal) + "\n");
        }

        Restic.RunIn(_business["planted"], "backup", ".", "--host", "holdfast", "--tag", "holdfast:journal,state:0123456789abcdef");
    }

    [Fact]
    public async Task That_a_record_of_who_is_active_was_removed_is_told_asked_about_and_in_the_evidence()
    {
        var key = await SignAndProtectAsync();
        Restic.RunIn(_business["office"], "backup", "letters", "--host", "office-server", "--tag", "system:letters,epoch:1");
        _business.Burn();
        string[] failover = ["failover", "--trust-key", key, .. Blank];

        var asked = await Built.TellAsync("yes\nno\n", failover);
        Assert.True(asked.ExitCode == 6, asked.ToString());
        Assert.Contains("letters: a copy is of epoch 1, and the newest record of who is active is none", asked.Error, StringComparison.Ordinal);
        Assert.Contains("A record of who is active seems to be missing", asked.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/orders"]));
        var yes = await Built.RunAsync([.. failover, "--yes"]); // What anybody can have written stops no recovery.
        Assert.True(yes.ExitCode == 0, yes.ToString());
        Assert.Contains("letters: a copy is of epoch 1", string.Concat(Directory.GetFiles(_business["colo-state/evidence"]).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_out_of_a_repository_is_held_against_what_was_signed()
    {
        var key = await SignAndProtectAsync();
        _business.LettersWaitFor("go on");
        using (var failover = await _business.StartWaitingAsync(["failover", "--yes", "--plan", _business["office/holdfast.yaml"], "--state", _business["theirs"]]))
        {
            await failover.KillAsync();
        }

        File.Delete(_business["begun"]);
        _business.EndProcesses();
        Directory.Delete(_business["colo/server"], recursive: true);
        Directory.CreateDirectory(_business["evil"]);
        Directory.Move(_business["theirs/runs"], _business["evil/runs"]);
        Restic.RunIn(_business["evil"], "backup", ".", "--host", "holdfast", "--tag", "holdfast:journal,state:0123456789abcdef");
        var looked = await Built.RunAsync(["predict", "--trust-key", key, .. Blank]);
        Assert.True(looked.ExitCode is 0 or 5, looked.ToString());

        var resume = await Built.TellAsync("no\n", ["run", "resume", "--state", _business["colo-state"]]);
        Assert.True(resume.ExitCode == 6, resume.ToString());
        Assert.Contains("THE PLAN IS NOT SIGNED by Small Business", resume.Error, StringComparison.Ordinal);
        Assert.Contains($"touch {_business["begun"]}", resume.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["begun"]));
    }

    [Fact]
    public async Task Of_codes_out_of_a_repository_only_those_that_were_signed_approve()
    {
        using var staffed = new StaffedBusiness("- approval: { by: recovery lead, of: 1, within: 15 minutes }");
        var small = staffed.Small;
        var key = Regex.Match((await Built.RunAsync(["trust", "init", "--signing-key", small["kit/signing.pem"], .. small.Here])).Output, "([0-9A-Z]{5}-){4}[0-9A-Z]{5}").Value;
        await staffed.IssueAsync();

        // Somebody with the vault's key keeps codes of their own, and says that ann's are used up.
        var real = File.ReadAllText(small["state/codes.jsonl"]);
        var id = Regex.Match(real, "\"id\":\"(ann-[^\"]+)\"").Groups[1].Value;
        small.Write("evil/codes.jsonl",
            EvilCodes + $"{{\"is\":\"code spent\",\"code\":\"{id}\",\"run\":\"r\",\"word\":\"w\",\"at\":\"2026-01-01T00:00:00Z\"}}\n");
        var restic = new ResticProgram(small["colo/vault"], "key of the vault");
        restic.RunIn(small["evil"], "backup", ".", "--host", "holdfast", "--tag", "holdfast:journal,state:0123456789abcdef");
        small.Burn();

        staffed.Here = small.FromVault;
        staffed.State = "colo-state";
        using var failover = await staffed.FailOverAsync("person asked", "--trust-key", key);
        var evil = await staffed.SayAsync(["approve"], "AAAAA-AAAAA-AAAAA");
        Assert.True(evil.ExitCode != 0, evil.ToString());
        Assert.Contains("did not sign", evil.Error, StringComparison.Ordinal);
        var approved = await staffed.SayAsync(["approve"], staffed.CodeOf("ann"));
        Assert.True(approved.ExitCode == 0, approved.ToString());
        var end = await failover.EndedAsync();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.DoesNotContain("not anchored", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_from_the_printed_kit_finds_a_journal_that_was_cut_and_sealed_again()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var evidence = Assert.Single(Directory.GetFiles(_business["state/evidence"]));
        Assert.Equal(0, (await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--output", _business["kit.html"], "--state", _business["state"])).ExitCode);
        var head = Regex.Match(_business.Read("kit.html"), "([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}").Value;
        var whole = await Built.RunAsync("evidence", "verify", evidence, "--head", head.ToLowerInvariant());
        Assert.True(whole.ExitCode == 0 && whole.Output.Contains("Confirmed by the printed kit", StringComparison.Ordinal), whole.ToString());
        Assert.DoesNotContain("NOT ANCHORED", whole.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Built.RunAsync("evidence", "verify", evidence, "--head", "AAAAA")).ExitCode);

        var journal = File.ReadAllLines(evidence)[..^2].Select(line => line + "\n");
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(_business.Read("state/keys/evidence.pem"));
        File.WriteAllBytes(evidence, Holdfast.Recovery.Evidence.Seal.Close(System.Text.Encoding.UTF8.GetBytes(string.Concat(journal)), key));
        var cut = await Built.RunAsync("evidence", "verify", evidence, "--head", head);
        Assert.True(cut.ExitCode == 7, cut.ToString());
        Assert.Contains("NOT THE SAME: the printed kit", cut.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private static string EvilCodes
    {
        get
        {
            var salt = new string('0', 32);
            var token = Hash($"holdfast one-time code\n{salt}\nAAAAAAAAAAAAAAA");
            return $"{{\"is\":\"codes issued\",\"person\":\"ann\",\"codes\":[{{\"id\":\"ann-evil-1\",\"salt\":\"{salt}\",\"seal\":\"{Hash("holdfast token\n" + token)}\"}}],\"at\":\"2026-01-01T00:00:00Z\"}}\n";
        }
    }

    private ResticProgram Restic => new(_business["colo/vault"], "key of the vault");

    private string[] Vault => ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"]];

    private string[] Blank => [.. Vault, "--state", _business["colo-state"]];

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private string Evidence() => string.Concat(Directory.GetFiles(_business["colo-state/evidence"]).Select(File.ReadAllText));

    private void Plant(string folder, string tags, string name, string text)
    {
        _business.Write($"{folder}/{name}", text);
        Restic.RunIn(_business[folder], "backup", name, "--host", "holdfast", "--tag", tags);
    }

    private async Task<string> SignAndProtectAsync()
    {
        var begun = await Built.RunAsync(["trust", "init", "--signing-key", _business["kit/signing.pem"], .. _business.Here]);
        Assert.True(begun.ExitCode == 0, begun.ToString());
        await _business.ProtectAsync();
        return Regex.Match(begun.Output, "([0-9A-Z]{5}-){4}[0-9A-Z]{5}").Value;
    }
}
