using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast find</c>: "I deleted it last week, where is it?"</summary>
public sealed class FindCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task What_was_deleted_is_found_and_the_command_that_is_shown_gets_it_back()
    {
        _business.Write("office/letters/2025/Contract it's [1].txt", "first");
        await _business.ProtectAsync();
        _business.Write("office/letters/2025/Contract it's [1].txt", "the second");
        await _business.ProtectAsync();
        File.Delete(_business["office/letters/2025/Contract it's [1].txt"]);
        await _business.ProtectAsync();

        var shown = await FindAsync(0, "contract");
        Assert.Contains("letters: 2025/Contract it's [1].txt", shown.Output, StringComparison.Ordinal);
        Assert.Contains("GONE.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("nas, vault", shown.Output, StringComparison.Ordinal);
        Assert.All(shown.Output.Split('\n').Where(l => !l.StartsWith("  holdfast ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        await TypeAsync(shown.Output.Split('\n').Single(l => l.StartsWith("  holdfast restore", StringComparison.Ordinal)));
        Assert.Equal("the second", _business.Read("typed/2025/Contract it's [1].txt"));

        var document = Assert.Single(await DocumentsAsync("contract"));
        Assert.Equal(("gone", 2), (document.GetProperty("state").GetString(), document.GetProperty("versions").GetArrayLength()));
        Assert.Equal([10L, 5L], document.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("size").GetInt64()));
        Assert.True(document.GetProperty("lastIn").GetDateTimeOffset() < document.GetProperty("missingFrom").GetDateTimeOffset());
    }

    [Fact]
    public async Task Every_command_that_is_shown_works_whatever_the_name()
    {
        string[] names = ["-rf", "@list", "$(touch x) `id`", "a b\"c", "\\", "sub/ünïcode", "sub/letters", "*"];
        foreach (var name in names)
        {
            _business.Write($"office/letters/odd/{name}", name);
        }

        _business.Write("office/letters/-top", "top");
        _business.Write("office/letters/@top", "top");
        for (var i = 0; i < 40; i++)
        {
            _business.Write($"office/letters/stays/{i}", "so that the loss of the others is none to doubt the copy for");
        }

        await _business.ProtectAsync();
        Directory.Delete(_business["office/letters/odd"], recursive: true);
        File.Delete(_business["office/letters/-top"]);
        File.Delete(_business["office/letters/@top"]);
        await _business.ProtectAsync();

        var gone = (await DocumentsAsync("*", "--deleted")).Where(d => d.GetProperty("type").GetString() == "file").ToArray();
        Assert.Equal(names.Length + 2, gone.Length);
        foreach (var document in gone)
        {
            await TypeAsync(document.GetProperty("restore").GetString()!);
            Assert.True(File.Exists(_business["typed/" + document.GetProperty("path").GetString()]), document.ToString());
            Directory.Delete(_business["typed"], recursive: true);
        }

        Assert.False(File.Exists(_business["x"]));
    }

    [Fact]
    public async Task Options_say_where_when_and_how_it_is_called()
    {
        _business.Write("office/letters/2025/Contract.txt", "c");
        _business.Write("office/orders/contract.txt", "c");
        await _business.ProtectAsync();
        File.Delete(_business["office/orders/contract.txt"]);
        await _business.ProtectAsync();
        var first = (await DocumentsAsync("contract", "--deleted"))[0].GetProperty("lastIn").GetString()!;

        Assert.Equal(["orders", "letters"], (await DocumentsAsync("contract")).Select(SystemOf)); // What is gone comes first.
        Assert.Equal(["letters"], (await DocumentsAsync("contract", "--system", "Letters")).Select(SystemOf));
        Assert.Equal(["letters"], (await DocumentsAsync("Contract", "--case")).Select(SystemOf));
        Assert.Empty(await DocumentsAsync("contract", "--exact"));
        Assert.Equal(2, (await DocumentsAsync("contract.TXT", "--exact")).Length);
        Assert.Equal(["letters"], (await DocumentsAsync("contract", "--in", "2025")).Select(SystemOf));
        Assert.Equal(["letters"], (await DocumentsAsync("contract", "--in", _business["office/letters/2025"])).Select(SystemOf));
        Assert.Equal(["letters"], (await DocumentsAsync("2025/contract.txt")).Select(SystemOf));
        Assert.Equal(["orders"], (await DocumentsAsync("contract", "--deleted")).Select(SystemOf));
        Assert.Empty(await DocumentsAsync("contract", "--deleted", "--until", first));
        Assert.All(await DocumentsAsync("contract", "--until", first), d => Assert.Equal(1, d.GetProperty("versions")[0].GetProperty("points").GetInt32()));
        Assert.Equal(2, (await FindAsync(2, "contract", "--since", "2030-01-01T00:00:00Z", "--until", "2029-01-01T00:00:00Z")).ExitCode);
        Assert.Contains("Did you mean \"letters\"", (await FindAsync(2, "contract", "--system", "leters")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_says_what_was_searched_and_what_was_not()
    {
        await _business.ProtectAsync();
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]);

        var nothing = await FindAsync(1, "nothing like it");

        Assert.Contains("Nothing that was searched is called \"nothing like it\"", nothing.Output, StringComparison.Ordinal);
        Assert.Contains("Searched: letters, 2 points from ", nothing.Output, StringComparison.Ordinal);
        Assert.Contains("Not searched: vault, which did not open: ", nothing.Output, StringComparison.Ordinal);
        Assert.Contains("No point that was searched has a folder nowhere.", (await FindAsync(1, "a", "--in", "nowhere")).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await FindAsync(3, "a.txt")).ExitCode); // It was found, and not everything was searched.
    }

    [Fact]
    public async Task A_suspect_copy_is_named_and_the_last_good_version_is_offered()
    {
        await _business.ProtectAsync();
        File.Delete(_business["office/letters/b.txt"]);
        _business.Write("office/letters/a.txt", "");
        _business.Write("office/letters/only there.txt", "");
        Assert.Equal(3, (await _business.InOfficeAsync("protect")).ExitCode);

        var shown = await FindAsync(0, "a.txt", "--exact");
        Assert.Contains("NOT COUNTED", shown.Output, StringComparison.Ordinal);
        await TypeAsync(Assert.Single(await DocumentsAsync("a.txt", "--exact")).GetProperty("restore").GetString()!);
        Assert.Equal("Dear A", _business.Read("typed/a.txt"));

        var only = Assert.Single(await DocumentsAsync("only there"));
        Assert.Contains(" --point ", only.GetProperty("restore").GetString(), StringComparison.Ordinal);
        Assert.Contains("Only in a copy that does not count: ", (await FindAsync(0, "only there")).Output, StringComparison.Ordinal);
        Directory.Delete(_business["typed"], recursive: true);
        await TypeAsync(only.GetProperty("restore").GetString()!);
        Assert.True(File.Exists(_business["typed/only there.txt"]));
    }

    [Fact]
    public async Task A_damaged_copy_is_told_and_another_is_searched_in_its_place_and_where_there_is_none_nothing_is_called_deleted()
    {
        await _business.ProtectAsync();
        await _business.ProtectAsync();
        Damage("office/nas/data");

        var found = await FindAsync(3, "a.txt", "--system", "letters");
        Assert.Contains("nas: letters cannot be read in the point of ", found.Error, StringComparison.Ordinal);
        Assert.Contains("It is in the newest point", found.Output, StringComparison.Ordinal);
        await TypeAsync(found.Output.Split('\n').Single(l => l.StartsWith("  holdfast restore", StringComparison.Ordinal)));
        Assert.Equal("Dear A", _business.Read("typed/a.txt"));

        Damage("colo/vault/data");
        Assert.Contains("Not searched: 2 folders that cannot be read", (await FindAsync(1, "a.txt", "--system", "letters")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_repository_and_its_key_it_finds_on_any_machine()
    {
        await _business.ProtectAsync();
        _business.Burn();
        string[] from = ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["blank"]];

        var found = await Built.RunAsync(["find", "a.txt", "--json", .. from]);

        using var json = JsonDocument.Parse(found.Output);
        await TypeAsync(json.RootElement.GetProperty("documents")[0].GetProperty("restore").GetString()!);
        Assert.Equal("Dear A", _business.Read("typed/a.txt"));
    }

    [Fact]
    public async Task The_timeline_of_points_says_what_each_brought_and_reads_trees_only_when_asked()
    {
        await _business.ProtectAsync();
        _business.Write("office/letters/a.txt", "Dear A, once more");
        _business.Write("office/letters/c.txt", "Dear C");
        File.Delete(_business["office/letters/b.txt"]);
        await _business.ProtectAsync();

        var points = await _business.InOfficeAsync("points", "letters", "--changes");
        Assert.True(points.ExitCode == 0, points.ToString());
        Assert.Contains("1 file added (6 B), 1 changed (17 B), 1 removed (6 B)", points.Output, StringComparison.Ordinal);
        Assert.All(points.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain("changed", (await _business.InOfficeAsync("points", "letters")).Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await _business.InOfficeAsync("points", "letters", "--changes", "--json")).Output);
        var timeline = json.RootElement.GetProperty("timeline").EnumerateArray().ToArray();
        Assert.Equal([1L], timeline.Select(m => m.GetProperty("changes")).Where(c => c.ValueKind == JsonValueKind.Object).Select(c => c.GetProperty("removedFiles").GetInt64()));
        Assert.All(timeline, m => Assert.Equal(2, m.GetProperty("copies").GetArrayLength()));
    }

    public void Dispose() => _business.Dispose();

    private void Damage(string folder)
    {
        foreach (var pack in Directory.GetFiles(_business[folder], "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(pack);
            for (var i = 0; i < bytes.Length / 2; i++)
            {
                bytes[i] ^= 0x55;
            }

            File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllBytes(pack, bytes);
        }
    }

    private static string? SystemOf(JsonElement document) => document.GetProperty("system").GetString();

    /// <summary>As somebody pastes it into a shell, but for where it is restored to.</summary>
    private async Task TypeAsync(string command)
    {
        var run = await ProgramRun.OfAsync("/bin/sh", ["-c", $"holdfast() {{ \"$HOLDFAST\" \"$@\"; }}; cd \"$WHERE\" && {command} --to \"$WHERE/typed\""], new Dictionary<string, string> { ["HOLDFAST"] = Built.Holdfast, ["WHERE"] = _business.Root });
        Assert.True(run.ExitCode == 0, $"{command}\n{run}");
    }

    private async Task<JsonElement[]> DocumentsAsync(params string[] words)
    {
        var run = await _business.InOfficeAsync(["find", .. words, "--json"]);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("documents").EnumerateArray().Select(d => d.Clone())];
    }

    private async Task<ProgramRun> FindAsync(int code, params string[] words)
    {
        var run = await _business.InOfficeAsync(["find", .. words]);
        Assert.True(run.ExitCode == code, run.ToString());
        return run;
    }
}
