using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A business that signs its plans, and somebody who has the key of the vault, and restic.</summary>
public sealed class SignedPlanTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_newer_plan_without_a_signature_is_told_and_the_signed_one_is_used()
    {
        var key = await SignAndProtectAsync();
        PlantPlan("- run: \"true\"", $"- run: \"touch {_business["ran"]}\"");
        _business.Burn();

        // 1. Taking it is another matter: it is shown, in what it differs, and asked about; --yes is not enough.
        var refused = await FailoverAsync("--yes", "--newest-plan", "--trust-key", key);
        Assert.True(refused.ExitCode == 6 && refused.Error.Contains("--yes needs a signed plan", StringComparison.Ordinal), refused.ToString());
        var no = await Built.TellAsync("no\n", ["failover", "--newest-plan", "--trust-key", key, .. Blank]);
        Assert.True(no.ExitCode == 6, no.ToString());
        Assert.Contains($"+       - run: \"touch {_business["ran"]}\"", Normal(no.Error), StringComparison.Ordinal);
        Assert.Contains("-       - run: \"true\"", Normal(no.Error), StringComparison.Ordinal);
        Assert.Contains("THE PLAN IS NOT SIGNED by Small Business", no.Error, StringComparison.Ordinal);

        // 2. The machine trusts the key since, and takes the signed plan without being told again.
        var failover = await FailoverAsync("--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("newer and NOT SIGNED; the signed one", failover.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["ran"]));
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
    }

    [Fact]
    public async Task Removing_what_was_signed_makes_no_plan_of_theirs_count()
    {
        var key = await SignAndProtectAsync();
        PlantPlan("- run: \"true\"", $"- run: \"touch {_business["ran"]}\"");
        Restic.Run(["forget", .. IdsOf("holdfast:trust")]);

        var blank = await FailoverAsync("--yes", "--trust-key", key);
        Assert.True(blank.ExitCode == 6, blank.ToString());
        Assert.Contains($"is signed by {key}", blank.Error, StringComparison.Ordinal);

        // The office remembers what was signed, and finds the plan by its hash.
        var knows = await Built.RunAsync(["predict", "--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["state"]]);
        Assert.True(knows.ExitCode is 0 or 5, knows.ToString());
        Assert.Contains("newer and NOT SIGNED; the signed one", knows.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["ran"]));
    }

    [Fact]
    public async Task An_older_signed_plan_is_not_passed_off_as_the_newest()
    {
        var key = await SignAndProtectAsync();
        _business.Replan("rto: 1 hour", "rto: 2 hours");
        await _business.ProtectAsync();
        Restic.Run("forget", IdsOf("holdfast:plan")[^1]);

        var refused = await FailoverAsync("--yes", "--trust-key", key);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("THE PLAN IS AN OLD ONE", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_on_the_kit_finds_out_that_the_newer_plan_and_its_signature_were_removed()
    {
        var key = await SignAndProtectAsync();
        var old = IdsOf("holdfast:trust");
        _business.Replan("rto: 1 hour", "rto: 2 hours");
        await _business.ProtectAsync();
        Assert.Equal(0, (await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--output", _business["kit.html"], "--state", _business["state"])).ExitCode);
        var number = Regex.Match(_business.Read("kit.html"), $"--trust-key {key} --plan-number ([0-9]+)").Groups[1].Value;
        Restic.Run(["forget", IdsOf("holdfast:plan")[^1], .. IdsOf("holdfast:trust").Except(old)]);

        var refused = await FailoverAsync("--yes", "--trust-key", key, "--plan-number", number);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains($"THE PLAN IS AN OLD ONE", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"the kit tells of number {number}", refused.Error, StringComparison.Ordinal);

        // What the kit told is not forgotten; by a typed yes it is used, and the evidence says so.
        Assert.Equal(6, (await FailoverAsync("--yes")).ExitCode);
        Assert.Equal(6, (await Built.TellAsync("no\n", ["failover", .. Blank])).ExitCode);
        var asked = await Built.TellAsync("yes\n", ["failover", .. Blank]);
        Assert.True(asked.ExitCode == 0, asked.ToString());
        Assert.Contains("THE PLAN IS AN OLD ONE", Evidence(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_what_was_signed_is_gone_the_way_without_a_signature_takes_a_word_of_its_own()
    {
        var key = await SignAndProtectAsync();
        Restic.Run(["forget", .. IdsOf("holdfast:trust")]);
        var refused = await FailoverAsync("--yes", "--trust-key", key);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("take another repository", refused.Error, StringComparison.Ordinal);

        // The option was said once on this machine: without it nothing is as if no one ever signed.
        var silent = await FailoverAsync("--yes");
        Assert.True(silent.ExitCode == 6, silent.ToString());
        Assert.Contains("This business signs its plans", silent.Error, StringComparison.Ordinal);
        var yes = await Built.TellAsync("yes\nyes\n", ["failover", .. Blank]);
        Assert.True(yes.ExitCode == 6, yes.ToString());
        Assert.Contains($"its statements are gone from {_business["colo/vault"]}", yes.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/orders"]));
        var unsigned = await Built.TellAsync("yes\nunsigned\n", ["failover", .. Blank]);
        Assert.True(unsigned.ExitCode == 0, unsigned.ToString());
        Assert.Contains("SIGNATURE IS NOT CHECKED", Evidence(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_was_robbed_of_what_was_signed_is_found_out_by_another()
    {
        await SignAndProtectAsync();
        Restic.Run(["forget", .. IdsOf("holdfast:trust")]);
        string[] here = ["failover", "--scenario", "host office-server"];

        // Until the nas answers nothing says that anyone signs; the plan's hash was known, and the nas tells.
        var known = await Built.RunAsync(["predict", .. Blank, "--scenario", "host office-server"]);
        Assert.DoesNotContain("signs its plans", known.Error, StringComparison.Ordinal);
        var yes = await Built.TellAsync("yes\nno\n", [.. here, .. Blank]);
        Assert.True(yes.ExitCode == 6, yes.ToString());
        Assert.Contains("This business signs its plans (nas holds", yes.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/orders"]));
    }

    [Fact]
    public async Task Statements_of_a_key_that_nobody_compared_do_not_make_a_plan_count_unasked()
    {
        await SignAndProtectAsync();
        var yes = await Built.TellAsync("yes\n", ["failover", .. Blank]);
        Assert.True(yes.ExitCode == 6, yes.ToString());
        Assert.Contains("was not told which key is the right one", yes.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_out_of_a_repository_is_signed_only_after_all_that_is_new_in_it_was_shown()
    {
        var key = await SignAndProtectAsync();
        PlantPlan("- run: \"true\"", $"- run: \"touch {_business["ran"]}\"");
        string[] vault = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["laptop/state"]];
        Assert.Equal(0, (await Built.RunAsync(["trust", "accept", key, .. vault])).ExitCode);
        string[] sign = ["trust", "sign", "--signing-key", _business["kit/signing.pem"], .. vault];

        var no = await Built.TellAsync("no\n", sign);
        Assert.True(no.ExitCode == 6, no.ToString());
        Assert.Matches($"(?m)^  \\+ letters.*runs /bin/sh -c 'touch {_business["ran"]}'  as ", Normal(no.Error));
        Assert.Matches("(?m)^  - letters.*runs /bin/sh -c true  as ", Normal(no.Error));
        Assert.Matches("(?m)^    orders.*starts sleep 600", Normal(no.Error)); // What was signed before is shown, and not as new.
        Assert.Contains($"+       - run: \"touch {_business["ran"]}\"", Normal(no.Error), StringComparison.Ordinal);

        // --yes needs the hash of what is meant.
        foreach (var more in new[] { Array.Empty<string>(), ["--trust-plan", _business.PlanFingerprint] })
        {
            var refused = await Built.RunAsync([.. sign, "--yes", .. more]);
            Assert.True(refused.ExitCode == 6, refused.ToString());
        }

        var hash = Regex.Match(no.Error, "SHA-256 ([0-9a-f]{64})").Groups[1].Value;
        var signed = await Built.RunAsync([.. sign, "--yes", "--trust-plan", hash]);
        Assert.True(signed.ExitCode == 0, signed.ToString());

        // Where the one signed before is gone, all is new, and that is said.
        PlantPlan("- run: \"true\"", "- run: \"touch again\"");
        Restic.Run(["forget", .. IdsOf("holdfast:plan")[..^1]]);
        var all = await Built.TellAsync("no\n", sign);
        Assert.Contains("All of it is shown as new", all.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^  \\+ orders.*starts sleep 600", Normal(all.Error));
    }

    [Fact]
    public async Task What_was_changed_in_a_plan_that_is_signed_unasked_is_told()
    {
        await SignAndProtectAsync();
        Assert.DoesNotContain("ANOTHER ONE", (await _business.ProtectAsync()).Error, StringComparison.Ordinal);
        _business.Replan("- run: \"true\"", $"- run: \"touch {_business["ran"]}\"");
        var changed = await _business.ProtectAsync();
        Assert.Matches("Signed: the plan is number [0-9]+", changed.Output);
        Assert.Contains("THIS PLAN IS ANOTHER ONE than number", changed.Error, StringComparison.Ordinal);
        Assert.Matches($"(?m)^  \\+ letters.*runs /bin/sh -c 'touch {_business["ran"]}'  as ", Normal(changed.Error));
        Assert.Contains($"+       - run: \"touch {_business["ran"]}\"", Normal(changed.Error), StringComparison.Ordinal);
        Assert.Contains("-       - run: \"true\"", Normal(changed.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fingerprint_of_the_kit_is_typed_at_the_question()
    {
        var key = await SignAndProtectAsync();
        _business.Burn();
        var other = Regex.Replace(key, "^.", c => c.Value == "0" ? "1" : "0");
        foreach (var answer in new[] { other, "no", "" })
        {
            Assert.Equal(6, (await Built.TellAsync(answer + "\n", ["failover", .. Blank])).ExitCode);
        }

        var failover = await Built.TellAsync(key.ToLowerInvariant() + "\n", ["failover", .. Blank]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains(key, (await Built.RunAsync("trust", "show", "--state", _business["colo-state"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_key_at_hand_copies_go_on_and_the_plan_is_signed_elsewhere()
    {
        var key = await SignAndProtectAsync();
        Directory.CreateDirectory(_business["laptop"]);
        File.Move(_business["kit/signing.pem"], _business["laptop/signing.pem"]);
        _business.Replan("rto: 1 hour", "rto: 2 hours");
        var protect = await _business.ProtectAsync();
        Assert.Contains("this plan is not signed", protect.Error, StringComparison.Ordinal);
        Assert.Equal(6, (await _business.InOfficeAsync("failover", "--yes")).ExitCode);

        // On the laptop: what was changed is shown, signed, and kept; the office hears it at its next round.
        string[] laptop = ["--state", _business["laptop/state"]];
        string[] vault = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"]];
        Assert.Equal(0, (await Built.RunAsync(["trust", "accept", key, .. vault, .. laptop])).ExitCode);
        var sign = await Built.TellAsync("yes\n", ["trust", "sign", "--signing-key", _business["laptop/signing.pem"], .. vault, .. laptop]);
        Assert.True(sign.ExitCode == 0, sign.ToString());
        Assert.Contains("rto: 2 hours", sign.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is not signed", (await _business.ProtectAsync()).Error, StringComparison.Ordinal);
        Assert.Contains("The plan is number", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_business_from_before_signatures_is_told_once_and_nothing_changes()
    {
        var first = await _business.ProtectAsync();
        Assert.Contains("holdfast trust init", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("trust", (await _business.ProtectAsync()).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("holdfast:trust", Restic.Run("snapshots"), StringComparison.Ordinal);
        _business.Burn();
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);
    }

    [Fact]
    public async Task The_kit_shows_the_key_and_its_commands_name_it_and_openssl_checks_what_it_signed()
    {
        var key = await SignAndProtectAsync();
        Assert.Equal(0, (await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--output", _business["kit.html"], "--state", _business["state"])).ExitCode);
        var kit = _business.Read("kit.html");
        Assert.Contains($"--trust-key {key}", kit, StringComparison.Ordinal);
        Assert.Contains("Signed as number", kit, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT SIGNED", kit, StringComparison.Ordinal);

        var openssl = await ProgramRun.OfAsync(
            "/bin/sh",
            ["-c", """
                set -e; cd "$1"
                tail -n 1 state/trust/*.jsonl >line
                python3 -c 'import json,sys; sys.stdout.write(json.load(open("line"))["signed"])' >signed
                python3 -c 'import json; print(json.load(open("line"))["key"])' | base64 -d | openssl pkey -pubin -inform DER -out signer.pem
                python3 -c 'import json; print(json.load(open("line"))["signature"])' | base64 -d >signature
                openssl dgst -sha256 -verify signer.pem -signature signature signed
                """, "sh", _business.Root]);
        Assert.True(openssl.ExitCode == 0, openssl.ToString());
    }

    [Fact]
    public async Task Planted_records_of_copies_are_told_and_cost_no_recovery_its_points()
    {
        var key = await SignAndProtectAsync();
        var lines = File.ReadAllLines(_business["state/protection.jsonl"]).Where(line => line.Contains("\"vault\"", StringComparison.Ordinal));
        _business.Write("evil/protection.jsonl", string.Concat(lines.Select(line => line.Replace("\"damagedAt\":null", "\"damagedAt\":\"2099-01-01T00:00:00+00:00\"", StringComparison.Ordinal) + "\n")));
        Assert.Contains("2099", _business.Read("evil/protection.jsonl"), StringComparison.Ordinal);
        Restic.RunIn(_business["evil"], "backup", ".", "--host", "holdfast", "--tag", "holdfast:journal,state:0123456789abcdef");
        _business.Burn();

        var failover = await FailoverAsync("--yes", "--trust-key", key);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("not signed by a machine that Small Business named", failover.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not verified", failover.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_was_cut_and_sealed_again_is_found_by_the_copy_in_a_repository()
    {
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        var evidence = Assert.Single(Directory.GetFiles(_business["state/evidence"]));
        var whole = await Built.RunAsync("evidence", "verify", evidence, "--plan", _business["office/holdfast.yaml"]);
        Assert.True(whole.ExitCode == 0 && whole.Output.Contains("Confirmed by vault", StringComparison.Ordinal), whole.ToString());
        Assert.Contains("NOT ANCHORED", (await Built.RunAsync("evidence", "verify", evidence)).Error, StringComparison.Ordinal);

        // Whoever has the machine has its key: the journal without its last event, sealed as if that were all.
        var journal = File.ReadAllLines(evidence)[..^2].Select(line => line + "\n");
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(_business.Read("state/keys/evidence.pem"));
        File.WriteAllBytes(evidence, Holdfast.Recovery.Evidence.Seal.Close(System.Text.Encoding.UTF8.GetBytes(string.Concat(journal)), key));
        var cut = await Built.RunAsync("evidence", "verify", evidence, "--plan", _business["office/holdfast.yaml"]);
        Assert.True(cut.ExitCode == 7, cut.ToString());
        Assert.Contains("NOT THE SAME: vault", cut.Error, StringComparison.Ordinal);
        Assert.Contains("They part at line", cut.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private ResticProgram Restic => new(_business["colo/vault"], "key of the vault");

    /// <summary>Oldest first.</summary>
    private string[] IdsOf(string tag) => [.. Regex.Matches(Restic.Run("snapshots", "--tag", tag, "--json"), "\"short_id\":\"([0-9a-f]+)\"").Select(id => id.Groups[1].Value)];

    /// <summary>Of somebody who has the vault and its key, and a blank machine.</summary>
    private string[] Blank => ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["colo-state"]];

    private Task<ProgramRun> FailoverAsync(params string[] more) => Built.RunAsync(["failover", .. more, .. Blank]);

    /// <returns>The fingerprint that the kit shows.</returns>
    private async Task<string> SignAndProtectAsync()
    {
        var begun = await Built.RunAsync(["trust", "init", "--signing-key", _business["kit/signing.pem"], .. _business.Here]);
        Assert.True(begun.ExitCode == 0, begun.ToString());
        await _business.ProtectAsync();
        return Regex.Match(begun.Output, "([0-9A-Z]{5}-){4}[0-9A-Z]{5}").Value;
    }

    private void PlantPlan(string old, string now)
    {
        // Another path would be another plan's folder; whoever plants one says the same.
        var office = _business["office/holdfast.yaml"];
        var text = File.ReadAllText(office);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(office, text.Replace(old, now, StringComparison.Ordinal));
        Restic.RunIn(_business["office"], "backup", "holdfast.yaml", "--host", "holdfast", "--tag", "holdfast:plan,repository:vault");
        File.WriteAllText(office, text);
    }

    private string Evidence() => string.Concat(Directory.GetFiles(_business["colo-state/evidence"]).Select(File.ReadAllText));

    private static string Normal(string text) => Regex.Replace(text, "\e\\[[0-9]+m", "");
}
