using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast restore</c>: one document, by the names that people know.</summary>
public sealed class RestoreCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_document_comes_back_as_it_was_at_a_time_and_its_versions_are_listed()
    {
        await _business.ProtectAsync();
        _business.Write("office/letters/a.txt", "Dear A, once more");
        await _business.ProtectAsync();

        var versions = await VersionsAsync("a.txt");
        Assert.Equal([17L, 6L], versions.Select(v => v.GetProperty("size").GetInt64()));
        Assert.Equal(1, Assert.Single(await VersionsAsync("b.txt")).GetProperty("points").GetInt32() - 1); // In both points the same.

        await GoodAsync("restore", "letters", "a.txt", "--to", _business["now"]);
        await GoodAsync("restore", "letters", "a.txt", "--to", _business["then"], "--at", versions[1].GetProperty("takenAt").GetString()!);
        Assert.Equal(("Dear A, once more", "Dear A"), (_business.Read("now/a.txt"), _business.Read("then/a.txt")));
        Assert.False(File.Exists(_business["now/b.txt"]));
    }

    [Fact]
    public async Task However_people_call_a_file_it_is_found()
    {
        string[] files = ["odd [1]*.txt", "odd 1x.txt", "2.txt", "3.txt", "4.txt", "5.txt", "6.txt"];
        foreach (var file in files)
        {
            _business.Write($"office/letters/2025/{file}", file);
        }

        await _business.ProtectAsync();
        await GoodAsync(
            "restore", "Letters", "2025/odd [1]*.txt", "./2025/2.txt", _business["office/letters/2025/3.txt"], "letters/2025/4.txt", "/letters/2025/5.txt",
            _business["colo/server/letters/2025/6.txt"], "--to", _business["got"]);
        var got = Directory.GetFiles(_business["got"], "*", SearchOption.AllDirectories);
        Assert.Equal(files.Where(f => f != "odd 1x.txt").Order(StringComparer.Ordinal), got.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(got, file => Assert.Equal((_business["got/2025"], Path.GetFileName(file)), (Path.GetDirectoryName(file), File.ReadAllText(file))));
    }

    /// <summary>A folder in the place of the link would hide all that it leads to.</summary>
    [Fact]
    public async Task A_folder_that_was_moved_and_linked_is_not_replaced_unasked()
    {
        _business.Write("office/letters/2025/1.txt", "one");
        _business.Write("office/letters/2025/2.txt", "two");
        await _business.ProtectAsync();
        Directory.Move(_business["office/letters/2025"], _business["larger"]);
        File.Delete(_business["larger/2.txt"]);
        Directory.CreateSymbolicLink(_business["office/letters/2025"], _business["larger"]);
        Assert.Contains(_business["office/letters/2025"], await RefusedAsync(6, "restore", "letters", "2025/2.txt", "--in-place"), StringComparison.Ordinal);
        Assert.Equal(_business["larger"], new FileInfo(_business["office/letters/2025"]).LinkTarget);
        Assert.Equal("one", _business.Read("office/letters/2025/1.txt"));
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_that_says_what_may_have_been_meant()
    {
        _business.Write("office/letters/2025/contract.txt", "c");
        await _business.ProtectAsync();
        File.Delete(_business["office/letters/b.txt"]);
        await _business.ProtectAsync();
        var before = _business.Everything();

        Assert.Contains("Did you mean \"2025/contract.txt\"?", await RefusedAsync(2, "restore", "letters", "2025/contrakt.txt"), StringComparison.Ordinal);
        Assert.Contains("The same name is at \"2025/contract.txt\".", await RefusedAsync(2, "restore", "letters", "CONTRACT.txt"), StringComparison.Ordinal);
        var elsewhere = await RefusedAsync(2, "restore", "letters", "b.txt");
        Assert.Contains("It is in the point of", elsewhere, StringComparison.Ordinal);
        var at = elsewhere[(elsewhere.IndexOf("--at ", StringComparison.Ordinal) + 5)..].Split(". ")[0].Trim('.');
        Assert.Contains("Did you mean \"letters\"?", await RefusedAsync(2, "restore", "leters", "b.txt"), StringComparison.Ordinal);
        Assert.Contains("has no point to restore", await RefusedAsync(6, "restore", "letters", "--at", "2001-01-01T00:00:00Z"), StringComparison.Ordinal);
        Assert.Equal(before, _business.Everything());

        // What is said there to be typed takes that very point, which is newer than its own second.
        await GoodAsync("restore", "letters", "b.txt", "--at", at, "--to", _business["got"]);
        Assert.Equal("Dear B", _business.Read("got/b.txt"));
    }

    [Fact]
    public async Task What_is_there_with_other_content_stays_unless_it_was_said_that_it_may_go()
    {
        await _business.ProtectAsync();
        _business.Write("office/letters/a.txt", "changed");
        File.Delete(_business["office/letters/b.txt"]);
        _business.Write("office/letters/new.txt", "new");

        Assert.Contains(_business["office/letters/a.txt"], await RefusedAsync(6, "restore", "letters", "--in-place"), StringComparison.Ordinal);
        Assert.False(File.Exists(_business["office/letters/b.txt"]));
        await GoodAsync("restore", "letters", "b.txt", "--in-place");
        Assert.Equal(("changed", "Dear B"), (_business.Read("office/letters/a.txt"), _business.Read("office/letters/b.txt")));
        await GoodAsync("restore", "letters", "b.txt", "--in-place"); // What is the same already is in no one's way.
        await GoodAsync("restore", "letters", "--in-place", "--overwrite");
        Assert.Equal(("Dear A", "new"), (_business.Read("office/letters/a.txt"), _business.Read("office/letters/new.txt")));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_read_is_replaced_by_the_same_moment_of_another_and_remembered()
    {
        await _business.ProtectAsync();
        foreach (var pack in Directory.GetFiles(_business["office/nas/data"], "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(pack);
            for (var i = 0; i < bytes.Length / 2; i++)
            {
                bytes[i] ^= 0x55;
            }

            File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllBytes(pack, bytes);
        }

        var run = await GoodAsync("restore", "letters", "--to", _business["got"]);
        Assert.Contains("The same moment is taken from vault.", run.Error, StringComparison.Ordinal);
        Assert.Equal(("Dear A", "Dear B"), (_business.Read("got/a.txt"), _business.Read("got/b.txt")));
    }

    [Fact]
    public async Task What_a_copy_left_that_could_not_be_read_whole_is_in_the_way_of_no_other()
    {
        string[] letters = [.. Enumerable.Range(0, 12).Select(i => $"office/letters/{i}.txt")];
        Array.ForEach(letters, file => _business.Write(file, "old " + file));
        await _business.ProtectAsync();
        var known = Directory.GetFiles(_business["office/nas/data"], "*", SearchOption.AllDirectories).ToHashSet();
        Array.ForEach(letters, file => _business.Write(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(20_000))));
        await _business.ProtectAsync();
        var pack = Directory.GetFiles(_business["office/nas/data"], "*", SearchOption.AllDirectories).Where(p => !known.Contains(p)).MaxBy(p => new FileInfo(p).Length)!;
        var bytes = File.ReadAllBytes(pack);
        bytes[bytes.Length / 2] ^= 1;
        File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(pack, bytes);
        Directory.Move(_business["colo/vault"], _business["colo/away"]);

        var run = await _business.InOfficeAsync("restore", "letters", "--to", _business["got"]);

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("13 files of it were written to " + _business["got"], run.Error, StringComparison.Ordinal);
        Assert.Contains("An older point is taken", run.Error, StringComparison.Ordinal);
        Assert.All(letters, file => Assert.Equal("old " + file, _business.Read(file.Replace("office/letters", "got", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_suspect_copy_is_marked_and_only_taken_when_it_is_named()
    {
        await _business.ProtectAsync();
        File.Delete(_business["office/letters/a.txt"]);
        File.Delete(_business["office/letters/b.txt"]);
        Assert.Equal(3, (await _business.InOfficeAsync("protect")).ExitCode);

        await GoodAsync("restore", "letters", "a.txt", "--to", _business["good"]);
        Assert.Equal("Dear A", _business.Read("good/a.txt"));
        var listed = await VersionsAsync();
        Assert.Equal([false, true], listed.Select(v => v.GetProperty("counts").GetBoolean()));
        var named = await GoodAsync("restore", "letters", "--to", _business["suspect"], "--point", listed[0].GetProperty("snapshot").GetString()!);
        Assert.Contains("is not a point that counts: ", named.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_business["suspect"]));
    }

    [Fact]
    public async Task With_one_repository_and_its_key_it_works_on_any_machine_and_runs_nothing_of_the_plan()
    {
        _business.Replan("key: \"file:../kit/nas.key\"", $"key: \"command:touch {_business["ran"]}; cat {_business["kit/nas.key"]}\"");
        await _business.ProtectAsync();
        File.Delete(_business["ran"]);
        _business.Burn();

        var run = await Built.RunAsync(
            "restore", "letters", "a.txt", "--to", _business["got"], "--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["blank"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("Dear A", _business.Read("got/a.txt"));
        Assert.False(File.Exists(_business["ran"]));
    }

    public void Dispose() => _business.Dispose();

    private async Task<JsonElement[]> VersionsAsync(params string[] path)
    {
        var run = await GoodAsync(["restore", "letters", .. path, "--list", "--json"]);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("versions").EnumerateArray().Select(v => v.Clone())];
    }

    private async Task<ProgramRun> GoodAsync(params string[] command)
    {
        var run = await _business.InOfficeAsync(command);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    private async Task<string> RefusedAsync(int code, params string[] command)
    {
        var run = await _business.InOfficeAsync(command);
        Assert.True(run.ExitCode == code, run.ToString());
        return run.Error;
    }
}
