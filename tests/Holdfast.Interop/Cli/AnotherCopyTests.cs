using System.Text.Json;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>
/// One copy is damaged, gone or out of reach, and the other is whole: there is always another way. The copy of the vault, which is where the systems recover, is
/// the one that is tried first.
/// </summary>
public sealed class AnotherCopyTests : IDisposable
{
    private const string HostLost = "host office-server";
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_flipped_bit_is_found_by_the_restore_which_goes_on_with_the_other_copy_and_is_remembered()
    {
        await _business.ProtectAsync();
        foreach (var pack in Packs("colo/vault"))
        {
            Flip(pack);
        }

        var failover = await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("instead of vault", failover.Output, StringComparison.Ordinal);
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        var points = await _business.InOfficeAsync("points", "letters");
        Assert.Contains("vault", points.Output, StringComparison.Ordinal);
        Assert.True(points.Output.Contains("found damaged", StringComparison.Ordinal) || points.Output.Contains("not as in snapshot", StringComparison.Ordinal), points.ToString());
        var status = await _business.InOfficeAsync("status");
        Assert.Contains("lost its verification", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_is_gone_is_told_at_once_by_whoever_looks_and_the_other_copy_is_chosen()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill", "--scenario", "office fire")).ExitCode);
        foreach (var pack in Packs("colo/vault"))
        {
            File.Delete(pack);
        }

        foreach (var command in new string[][] { ["status"], ["predict", "--scenario", HostLost], ["points"] })
        {
            var looked = await _business.InOfficeAsync(command);
            Assert.Contains("vault: a point of letters lost its verification", looked.Error, StringComparison.Ordinal);
            Assert.Contains("is missing", looked.Error, StringComparison.Ordinal);
        }

        var failover = await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.DoesNotContain("instead of", failover.Output, StringComparison.Ordinal);
        Assert.Contains("letters: from nas", failover.Output, StringComparison.Ordinal);
        // It runs elsewhere now, and the office copies nothing any more.
        Assert.Equal(6, (await _business.InOfficeAsync("protect")).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Index_files_that_are_gone_or_damaged_do_not_end_a_failover(bool gone)
    {
        await _business.ProtectAsync();
        foreach (var index in Directory.GetFiles(_business["colo/vault/index"]))
        {
            if (gone)
            {
                File.Delete(index);
            }
            else
            {
                Flip(index);
            }
        }

        Assert.Contains("lost its verification", (await _business.InOfficeAsync("status")).Error, StringComparison.Ordinal);
        var failover = await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
    }

    [Fact]
    public async Task Without_index_files_and_config_in_every_copy_a_blank_machine_still_recovers_and_says_what_it_did()
    {
        await _business.ProtectAsync();
        foreach (var repository in new[] { "office/nas", "colo/vault" })
        {
            Directory.Delete(_business[repository + "/index"], recursive: true);
            Directory.CreateDirectory(_business[repository + "/index"]);
            File.WriteAllText(_business[repository + "/config"], "");
        }

        var status = await _business.InOfficeAsync("status");
        var protect = await _business.InOfficeAsync("protect");
        var verify = await _business.InOfficeAsync("verify");
        _business.Burn();
        var failover = await _business.FailoverAsync();

        Assert.Equal(3, verify.ExitCode); // It reads everything, says NOT GOOD, and ends so.
        Assert.Contains("config", status.Error, StringComparison.Ordinal);
        Assert.Equal((5, 3), (status.ExitCode, protect.ExitCode));
        Assert.Contains("config", protect.Error, StringComparison.Ordinal);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        var journal = File.ReadAllText(Directory.GetFiles(_business["colo-state/runs"], "journal.jsonl", SearchOption.AllDirectories).Single());
        Assert.Contains("was read although its config", journal, StringComparison.Ordinal);
        Assert.Contains("packs that no index file of vault names were asked", journal, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(_business["colo/vault/config"]));
        Assert.Empty(Directory.GetFiles(_business["colo/vault/index"]));
    }

    [Fact]
    public async Task What_only_reading_finds_is_remembered_by_verify_and_healed_by_the_next_copy()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("verify")).ExitCode);
        foreach (var pack in Packs("office/nas"))
        {
            Flip(pack);
        }

        var blind = await _business.InOfficeAsync("protect");
        var verify = await _business.InOfficeAsync("verify", "--json");
        var status = await _business.InOfficeAsync("status");
        var healed = await _business.InOfficeAsync("protect");
        await using (var _ = new Moved(_business["colo/vault"]))
        {
            var failover = await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes");
            Assert.True(failover.ExitCode == 0, failover.ToString());
            Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        }

        Assert.Equal((0, 3), (blind.ExitCode, verify.ExitCode));
        using var json = JsonDocument.Parse(verify.Output);
        Assert.Equal([false, true], json.RootElement.GetProperty("read").EnumerateArray().Select(r => r.GetProperty("isGood").GetBoolean()));
        Assert.Contains("nas: ", status.Output, StringComparison.Ordinal);
        Assert.Contains("lost its verification", status.Error.Replace("lost their verification", "lost its verification", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(healed.ExitCode == 0, healed.ToString());
    }

    [Fact]
    public async Task Copies_that_were_not_read_again_in_time_are_not_good_until_they_were()
    {
        _business.Replan("protect: { files: letters, every: 30 minutes,", "protect: { files: letters, every: 30 minutes, verify every: 1 day,");
        await _business.ProtectAsync();
        var log = File.ReadAllLines(_business["state/protection.jsonl"]);
        var old = log.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "2[0-9]{3}-[0-9]{2}-[0-9]{2}T", "2020-01-01T"));
        File.WriteAllLines(_business["state/protection.jsonl"], old.Concat(log));

        var late = await _business.InOfficeAsync("status", "--json");
        Assert.Equal(0, (await _business.InOfficeAsync("verify")).ExitCode);
        var read = await _business.InOfficeAsync("status", "--json");

        Assert.Contains("not read back", late.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not read back", read.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(read.Output);
        Assert.All(json.RootElement.GetProperty("copies").EnumerateArray(), c => Assert.Equal(JsonValueKind.String, c.GetProperty("readWholeAt").ValueKind));
    }

    [Fact]
    public async Task A_server_that_refuses_is_named_and_neither_predict_nor_failover_waits_for_it()
    {
        await _business.ProtectAsync();
        _business.Replan("vault: { at: ../colo/vault,", "vault: { at: \"rest:http://127.0.0.1:9/x\",");
        var begun = TimeProvider.System.GetTimestamp();
        var predict = await _business.InOfficeAsync("predict", "--scenario", HostLost);
        Assert.Contains("vault was not looked into", predict.Error, StringComparison.Ordinal);
        var failover = await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 60); // It was a quarter of an hour each.
        Assert.Contains("vault          NOT OPEN, the run goes on without it", failover.Output, StringComparison.Ordinal);
        var journal = File.ReadAllText(Directory.GetFiles(_business["state/runs"], "journal.jsonl", SearchOption.AllDirectories).Single());
        Assert.Contains("\"unreachable\":[{\"name\":\"vault\"", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_chooses_a_point_by_name_or_by_time()
    {
        await _business.ProtectAsync();
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        _business.Write("office/letters/a.txt", "Dear B");
        await _business.ProtectAsync();
        using var listed = JsonDocument.Parse((await _business.InOfficeAsync("points", "letters", "--json")).Output);
        var points = listed.RootElement.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(4, points.Length);
        Assert.All(points, p => Assert.True(p.GetProperty("counts").GetBoolean()));
        var old = points[^1];
        var named = await _business.InOfficeAsync(
            "failover", "--scenario", HostLost, "--yes", "--point", $"letters={old.GetProperty("snapshot").GetString()![..8]}");
        Assert.True(named.ExitCode == 0, named.ToString());
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));

        var time = old.GetProperty("takenAt").GetString()!;
        var drill = await _business.InOfficeAsync("drill", "--scenario", HostLost, "--at", time);
        Assert.Contains("from nas", drill.Output, StringComparison.Ordinal);
        Assert.Equal(0, drill.ExitCode);
        Assert.NotEqual(2, (await _business.InOfficeAsync("predict", "--scenario", HostLost, "--at", time, "--since", time)).ExitCode);
        Assert.Equal(2, (await _business.InOfficeAsync("failover", "--scenario", HostLost, "--yes", "--point", "nobody=12345678")).ExitCode);
        var unknown = await _business.InOfficeAsync("drill", "--scenario", HostLost, "--point", "letters=ffffffff");
        Assert.Equal(6, unknown.ExitCode);
        Assert.Contains("holdfast points letters", unknown.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    /// <summary>A folder that is elsewhere for a while.</summary>
    private sealed class Moved : IAsyncDisposable
    {
        private readonly string _folder;

        public Moved(string folder) => Directory.Move(_folder = folder, folder + ".away");

        public ValueTask DisposeAsync()
        {
            Directory.Move(_folder + ".away", _folder);
            return ValueTask.CompletedTask;
        }
    }

    private string[] Packs(string repository) => Directory.GetFiles(_business[repository + "/data"], "*", SearchOption.AllDirectories);

    private static void Flip(string file)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var content = File.ReadAllBytes(file);
        content[20] ^= 1;
        File.WriteAllBytes(file, content);
    }
}
