using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The way from recovered to protected again, with the vault, its key and a blank machine, by typing what was shown.</summary>
public sealed class ProtectedAgainTests : IDisposable
{
    private const string LettersCheck = "- check: { files: letters, at least: 2 }\n        timeout: 1 second";

    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task What_a_failover_shows_at_its_end_protects_what_it_brought_back()
    {
        await _business.ProtectAsync();
        _business.Burn();
        Directory.CreateDirectory(_business["desk"]);
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("NOTHING COPIES what runs here now (orders, letters)", failover.Output, StringComparison.Ordinal);
        Assert.Equal(2, Shown(failover.Output).Length);

        // 1. By the old plan it is refused, and what to type is said again; nothing is made for the lost site.
        foreach (var more in new[] { Array.Empty<string>(), ["--active-here"] })
        {
            var refused = await Built.RunAsync(["protect", .. more, .. _business.FromVault]);
            Assert.True(refused.ExitCode == 6, refused.ToString());
            Assert.Contains(Shown(failover.Output)[0].Replace(_business["colo-state"], "", StringComparison.Ordinal)[..40], refused.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_business["office"]), refused.ToString());
        }

        // 2. Byte for byte, for whoever only wants to read it.
        var plain = await Built.RunAsync(["plan", "save", "--output", _business["desk/plain.yaml"], .. _business.FromVault]);
        Assert.True(plain.ExitCode == 0, plain.ToString());
        Assert.Contains(_business.PlanFingerprint, plain.Output, StringComparison.Ordinal);
        Assert.Equal(_business.PlanFingerprint, PlanDigits.Of(_business["desk/plain.yaml"], _business["office"]));

        // 3. As it was shown.
        var save = await TypeAsync(Shown(failover.Output)[0]);
        Assert.True(save.ExitCode == 0, save.ToString());
        Assert.Contains("orders runs on colo-server", save.Output, StringComparison.Ordinal);
        Assert.Contains("letters recovers on the host that it runs on now", save.Error, StringComparison.Ordinal);
        Assert.Contains("nas is not reached", save.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await TypeAsync(Shown(failover.Output)[0])).ExitCode);
        _business.Write("colo/server/letters/c.txt", "A day's work at the recovery site");
        var plan = _business["desk/holdfast.yaml"];
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("to: [nas, vault]", "to: [vault]", StringComparison.Ordinal));
        var protect = await TypeAsync(Shown(failover.Output)[1]);
        Assert.True(protect.ExitCode == 0, protect.ToString());

        // 4. It is what comes back next.
        var restored = await Built.RunAsync("restore", "letters", "c.txt", "--to", _business["desk/back"], "--plan", plan, "--state", _business["colo-state"]);
        Assert.True(restored.ExitCode == 0, restored.ToString());
        Assert.DoesNotContain("failed over", (await Built.RunAsync("status", "--plan", plan, "--state", _business["colo-state"])).Output, StringComparison.Ordinal);
    }

    /// <summary>A folder that a failed restore left half full is no source of copies.</summary>
    [Fact]
    public async Task What_a_failover_did_not_bring_back_is_left_as_it_was_in_the_plan()
    {
        _business.Replan(LettersCheck, "- check: { files: letters, at least: 2000 }\n        timeout: 1 second");
        await _business.ProtectAsync();
        _business.Burn();
        Directory.CreateDirectory(_business["desk"]);
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        var save = await Built.RunAsync(["plan", "save", "--as-failed-over", "--output", _business["desk/now.yaml"], .. _business.FromVault]);
        Assert.True(save.ExitCode == 0, save.ToString());
        Assert.Contains("orders runs on colo-server", save.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("letters runs on", save.Output, StringComparison.Ordinal);
        Assert.Contains("letters did not come back in", save.Error, StringComparison.Ordinal);
    }

    /// <summary>What an operator names as a file is used unasked, so what a machine never worked with is asked about before it becomes one.</summary>
    [Fact]
    public async Task A_plan_that_nobody_here_knows_is_not_made_a_file_unasked()
    {
        await _business.ProtectAsync();
        Directory.CreateDirectory(_business["desk"]);
        string[] vault = ["--from", _business["colo/vault"], "--key", $"file:{_business["kit/vault.key"]}", "--state", _business["blank"]];
        var refused = await Built.RunAsync(["plan", "save", "--output", _business["desk/x.yaml"], .. vault]);
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.False(File.Exists(_business["desk/x.yaml"]));
        var trusted = await Built.RunAsync(["plan", "save", "--output", _business["desk/x.yaml"], "--trust-plan", _business.PlanFingerprint[..16], .. vault]);
        Assert.True(trusted.ExitCode == 0, trusted.ToString());
    }

    [Fact]
    public async Task Nobody_says_by_the_plan_of_before_that_systems_are_back_while_what_the_failover_started_runs()
    {
        await _business.ProtectAsync();
        var failover = await _business.InOfficeAsync("failover", "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        var refused = await _business.InOfficeAsync("protect", "--active-here");
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("orders/service till", refused.Error, StringComparison.Ordinal);
        Assert.Contains("holdfast run stop", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await Built.RunAsync("run", "stop", "--state", _business["state"])).ExitCode);
        var back = await _business.InOfficeAsync("protect", "--active-here");
        Assert.True(back.ExitCode == 0, back.ToString());
        Assert.Contains("orders, letters on office-server", back.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[test, -d, \"{folder}\"]", false)]
    [InlineData("[test, -s, \"{folder}/letters/a.txt\"]", true)]
    public async Task A_failover_says_no_more_than_was_shown_and_a_drill_may_have_shown_it(string check, bool canFail)
    {
        _business.Replan(LettersCheck, $"- check: {{ run: {check} }}");
        await _business.ProtectAsync();
        Assert.Equal(canFail ? 0 : 5, (await _business.InOfficeAsync("drill")).ExitCode);
        await _business.ProtectAsync(); // The drill's evidence reaches the vault.
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == (canFail ? 0 : 5), failover.ToString());
        Assert.Equal(!canFail, failover.Output.Contains("recovered, NOT PROVEN: no check has shown that letters answers", StringComparison.Ordinal));
        Assert.Matches(canFail ? "letters .* within target" : "letters .* NOT PROVEN", failover.Output);
        Assert.Matches("orders .* within target", failover.Output);
    }

    [Fact]
    public async Task Without_a_drill_a_check_that_proves_nothing_is_not_called_good_by_a_failover()
    {
        _business.Replan(LettersCheck, "- check: { run: \"true\" }");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync("--json");
        Assert.True(failover.ExitCode == 5, failover.ToString());
        Assert.Contains("\"proven\":false", failover.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    /// <summary>The lines that are to be typed.</summary>
    private static string[] Shown(string output) => [.. output.Split('\n').Where(l => l.StartsWith("  holdfast ", StringComparison.Ordinal)).Select(l => l.Trim())];

    private Task<ProgramRun> TypeAsync(string command) =>
        ProgramRun.OfAsync("/bin/sh", ["-c", $"cd '{_business["desk"]}' && {command.Replace("holdfast ", $"'{Built.Holdfast}' ", StringComparison.Ordinal)}"]);
}
