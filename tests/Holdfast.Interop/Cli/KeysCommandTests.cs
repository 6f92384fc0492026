using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast keys</c>, with restic as the witness of what opens.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Each_key_is_proved_by_opening_now_and_none_is_shown()
    {
        await _business.ProtectAsync();
        var all = await KeysAsync(0);
        Assert.Equal(["opens", "opens"], all.Select(Outcome));
        Assert.All(all, k => Assert.StartsWith("file:/", k.GetProperty("reference").GetString(), StringComparison.Ordinal));

        _business.Replan("key: \"file:../kit/nas.key\"", "key: \"file:nas.key\"");
        File.Move(_business["kit/nas.key"], _business["office/nas.key"]);
        var shown = await RunAsync(0, "keys");
        Assert.Contains("nas: opens", shown.Output, StringComparison.Ordinal);
        Assert.Contains("key lost too: it is in the folder of office-server", shown.Output, StringComparison.Ordinal);
        Assert.All(shown.Output.Split('\n').Where(l => !l.Contains("file:/", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        ScanForSecrets(shown);

        Overwrite("office/nas.key", "another key\n");
        Assert.Equal(["does not open", "opens"], (await KeysAsync(12)).Select(Outcome));
        File.Delete(_business["office/nas.key"]);
        Assert.Equal(["no key", "opens"], (await KeysAsync(3)).Select(Outcome));
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        Assert.Equal(["no key", "not reachable"], (await KeysAsync(3)).Select(Outcome));
    }

    [Fact]
    public async Task The_printed_key_is_typed_and_that_is_remembered()
    {
        await UseMadeKeyAsync();
        await _business.ProtectAsync();
        var paper = _business.Read("kit/nas.key").Trim();
        Assert.Contains("No printed key was ever typed", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
        var wrong = await Built.TellAsync(paper[..8] + (paper[8] == 'A' ? 'B' : 'A') + paper[9..] + "\n", ["keys", "rehearse", "nas", .. _business.Here]);
        Assert.True(wrong.ExitCode == 12, wrong.ToString());
        Assert.Contains("group 1 of 9", wrong.Error, StringComparison.Ordinal);

        var groups = paper.Split('-')[1..].Chunk(3).Select(g => string.Join('-', g)).ToArray();
        var typed = await Built.TellAsync($"hf1-{groups[0].ToLowerInvariant()}\n{groups[1]}\n{groups[2]}\n", ["keys", "rehearse", .. _business.Here]);
        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Contains("nas: opened with what was typed, and nothing else", typed.Output, StringComparison.Ordinal);
        Assert.Contains("vault: it does not open with this key.", typed.Output, StringComparison.Ordinal);
        Assert.Contains("Printed keys were typed last: nas on ", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
        var kit = await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--state", _business["state"], "--output", _business["kit.html"]);
        Assert.True(kit.ExitCode == 0, kit.ToString());
        Assert.Contains("Typed from paper last", _business.Read("kit.html"), StringComparison.Ordinal);
        ScanForSecrets(wrong, typed);
    }

    [Fact]
    public async Task After_a_rotation_restic_opens_with_the_new_key_and_no_more_with_the_old_one()
    {
        await _business.ProtectAsync();
        await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--state", _business["state"], "--output", _business["kit.html"]);
        Assert.True(ResticOpens("office/nas", "key of the nas"));

        var rotated = await RunAsync(0, "keys", "rotate", "nas");
        Assert.Contains("another process found it there and opened the repository", rotated.Output, StringComparison.Ordinal);
        Assert.True(ResticOpens("office/nas", "key of the nas")); // Until somebody says that it may go.
        var made = _business.Read("kit/nas.key").Trim();
        Assert.True(ResticOpens("office/nas", made));
        var status = await _business.InOfficeAsync("status");
        Assert.Contains("THE PRINTED KIT IS OLDER THAN A KEY", status.Output, StringComparison.Ordinal);
        Assert.Contains("The old key of nas still opens it.", status.Output, StringComparison.Ordinal);

        var removed = await RunAsync(0, "keys", "rotate", "nas", "--remove-old", "--json");
        Assert.False(ResticOpens("office/nas", "key of the nas"));
        Assert.True(ResticOpens("office/nas", made));
        Assert.False(File.Exists(_business["kit/nas.key.old"]));
        await _business.ProtectAsync();
        await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--state", _business["state"], "--output", _business["new-kit.html"]);
        Assert.DoesNotContain("THE PRINTED KIT", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
        ScanForSecrets(rotated, removed, status);
    }

    [Fact]
    public async Task Killed_anywhere_the_key_that_the_plan_names_opens_and_the_same_again_ends_it()
    {
        await _business.ProtectAsync();
        var (times, clock) = (0, Stopwatch.StartNew());
        for (var after = 0; ; after += 150)
        {
            using (var running = SmallBusiness.Start(["keys", "rotate", "nas", "--remove-old", .. _business.Here]))
            {
                await Task.Delay(after, TestContext.Current.CancellationToken);
                if (running.HasEnded)
                {
                    break;
                }

                await running.KillAsync();
                times++;
            }

            Assert.Equal("opens", Outcome(Assert.Single(await KeysAsync(0, "nas"))));
        }

        Assert.InRange(times, 3, 1000);
        await RunAsync(0, "keys", "rotate", "nas", "--remove-old");
        Assert.False(ResticOpens("office/nas", "key of the nas"));
        Assert.True(ResticOpens("office/nas", _business.Read("kit/nas.key").Trim()));
        Assert.Single(Assert.Single(await KeysAsync(0, "nas")).GetProperty("keys").EnumerateArray());
        Assert.Equal([_business["kit/nas.key"]], Directory.GetFiles(_business["kit"], "nas.*"));
    }

    [Fact]
    public async Task A_key_in_a_variable_or_a_password_store_is_stored_by_the_operator_and_then_proved()
    {
        _business.Replan("key: \"file:../kit/nas.key\"", $"key: \"command:cat {_business["kit/nas.key"]}\"");
        await _business.ProtectAsync();

        using var told = JsonDocument.Parse((await RunAsync(3, "keys", "rotate", "nas", "--json")).Output);
        var file = told.RootElement.GetProperty("rotations")[0].GetProperty("newKeyFile").GetString()!;
        Assert.Equal("key of the nas\n", _business.Read("kit/nas.key"));
        Overwrite("kit/nas.key", File.ReadAllText(file)); // As the operator does in the store.
        await RunAsync(0, "keys", "rotate", "nas", "--remove-old");
        Assert.False(File.Exists(file));
        Assert.False(ResticOpens("office/nas", "key of the nas"));
        Assert.True(ResticOpens("office/nas", _business.Read("kit/nas.key").Trim()));
    }

    [Fact]
    public async Task A_recovery_key_is_on_paper_alone_and_opens_with_restic()
    {
        await _business.ProtectAsync();
        var made = await RunAsync(0, "keys", "new-recovery", "--output", _business["paper.txt"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_business["paper.txt"]));
        var key = string.Join('-', File.ReadAllLines(_business["paper.txt"]).SkipWhile(l => !l.StartsWith("HF1-", StringComparison.Ordinal)).Take(3));
        Assert.True(ResticOpens("office/nas", key) && ResticOpens("colo/vault", key));
        Assert.True(ResticOpens("office/nas", "key of the nas"));
        var typed = await Built.TellAsync(key + "\n", ["keys", "rehearse", .. _business.Here]);
        Assert.True(typed.ExitCode == 0, typed.ToString());

        await RunAsync(0, "keys", "new-recovery", "--output", _business["paper.txt"]); // The same again adds nothing.
        Assert.All(await KeysAsync(0), k => Assert.Equal(2, k.GetProperty("keys").GetArrayLength()));
        await RunAsync(0, "keys", "new-recovery", "--output", _business["second.txt"], "--remove-old");
        Assert.False(ResticOpens("office/nas", key));
        ScanForSecrets([made, typed], key);
    }

    public void Dispose() => _business.Dispose();

    private static string? Outcome(JsonElement key) => key.GetProperty("outcome").GetString();

    private async Task<JsonElement[]> KeysAsync(int code, params string[] named)
    {
        var run = await RunAsync(code, ["keys", "list", .. named, "--json"]);
        ScanForSecrets(run);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("keys").EnumerateArray().Select(k => k.Clone())];
    }

    private async Task<ProgramRun> RunAsync(int code, params string[] command)
    {
        var run = await _business.InOfficeAsync(command);
        Assert.True(run.ExitCode == code, run.ToString());
        return run;
    }

    private async Task UseMadeKeyAsync()
    {
        File.Delete(_business["kit/nas.key"]);
        var made = await Built.RunAsync("keys", "make", _business["kit/nas.key"]);
        Assert.True(made.ExitCode == 0, made.ToString());
    }

    private void Overwrite(string file, string text)
    {
        File.Delete(_business[file]);
        File.WriteAllText(_business[file], text);
        File.SetUnixFileMode(_business[file], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private bool ResticOpens(string repository, string key)
    {
        var run = ProgramRun.OfAsync("restic", ["-r", _business[repository], "cat", "config"], new Dictionary<string, string> { ["RESTIC_PASSWORD"] = key, ["RESTIC_CACHE_DIR"] = _business["cache"] }).GetAwaiter().GetResult();
        return run.ExitCode == 0;
    }

    private void ScanForSecrets(params ProgramRun[] runs) => ScanForSecrets(runs, [.. Directory.GetFiles(_business["kit"], "*.key").Select(f => File.ReadAllText(f).Trim()), "key of the nas", "key of the vault"]);

    private void ScanForSecrets(ProgramRun[] runs, params string[] keys)
    {
        string[] texts = [.. runs.Select(r => r.Output + r.Error), .. Directory.GetFiles(_business["state"], "*", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.All(texts, text => Assert.All(keys, key => Assert.DoesNotContain(key, text, StringComparison.Ordinal)));
    }
}
