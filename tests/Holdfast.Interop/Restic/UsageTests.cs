using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>How <c>holdfast repo</c> takes lines that ask for nothing sensible, and where it looks for a repository and a password.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public UsageTests()
    {
        _environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "secret" };
        Assert.Equal(0, Run("init").Code);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mount")]
    [InlineData("snapshots", "--nonsense")]
    [InlineData("snapshots", "--latest", "many")]
    [InlineData("snapshots", "-q", "-v")]
    [InlineData("snapshots", "--retry-lock", "5")]
    [InlineData("snapshots", "--pack-size", "1")]
    [InlineData("snapshots", "--pack-size", "200")]
    [InlineData("snapshots", "--compression", "some")]
    [InlineData("snapshots", "--insecure-no-password")]
    [InlineData("snapshots", "--repository-file", "/nowhere")]
    [InlineData("restore")]
    public void What_makes_no_sense_is_told_on_standard_error_and_ends_with_1(params string[] line)
    {
        var (code, output, errors) = Run(line);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("Fatal: ", errors, StringComparison.Ordinal);

        (code, output, errors) = Run([.. line, "--json"]);
        Assert.Equal((1, ""), (code, output));
        var told = JsonDocument.Parse(errors.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(("exit_error", 1), (told.GetProperty("message_type").GetString(), told.GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData()]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("snapshots", "-h")]
    [InlineData("help", "backup")]
    [InlineData("key")]
    public void Help_is_an_answer(params string[] line)
    {
        var (code, output, errors) = Run(line);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--repo", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_can_say_where_the_repository_is()
    {
        _environment.Remove("RESTIC_REPOSITORY");
        File.WriteAllText(_folder["place"], _folder["repository"] + "\n");
        Assert.Equal(0, Run("snapshots", "--repository-file", _folder["place"]).Code);
        Assert.Equal(1, Run("snapshots", "--repository-file", _folder["place"], "-r", "x").Code);
        _environment["RESTIC_REPOSITORY_FILE"] = _folder["place"];
        Assert.Equal(0, Run("snapshots").Code);
        Assert.Equal(1, Run("snapshots", "-r", "x").Code);
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        File.WriteAllText(_folder["@x"], "unlock");
        var (code, _, errors) = Shell.TryRun(Holdfast, ["repo", "@x"], _environment, _folder[""]);
        Assert.Equal(1, code);
        Assert.Contains("@x", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_can_come_by_standard_input()
    {
        _environment.Remove("RESTIC_PASSWORD");
        Assert.Equal(0, Shell.TryRun("sh", ["-c", $"echo secret | {Holdfast} repo snapshots"], _environment).Code);
        Assert.Equal(12, Shell.TryRun("sh", ["-c", $"echo wrong | {Holdfast} repo snapshots"], _environment).Code);
        Assert.Equal(1, Shell.TryRun("sh", ["-c", $"{Holdfast} repo snapshots </dev/null"], _environment).Code);
        Assert.Equal(0, Shell.TryRun("sh", ["-c", $"echo secret | {Holdfast} repo snapshots -p /dev/stdin"], _environment).Code);
    }

    [Fact]
    public void Whoever_waits_for_a_password_that_does_not_come_can_be_ended()
    {
        _environment.Remove("RESTIC_PASSWORD");
        var (code, _, errors) = Shell.TryRun("sh", ["-c", $"mkfifo p && timeout -k 20 1 {Holdfast} repo snapshots 0<>p"], _environment, _folder[""]);
        Assert.Equal(124, code);
        Assert.Contains("interrupted", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--quiet=false 2>/dev/full", 0)]
    [InlineData("--json >/dev/full", 1)]
    public void A_log_that_is_full_breaks_no_backup_in_the_middle(string options, int expected)
    {
        _environment["RESTIC_PROGRESS_FPS"] = "60";
        var (code, _, errors) = Shell.TryRun(
            "sh", ["-c", $"(echo a; sleep 1; echo b) | {Holdfast} repo backup --stdin {options}"], _environment, _folder[""]);
        Assert.Equal(expected, code);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
        Assert.Equal("", Run("list", "locks").Output);
        Assert.Equal("a\nb\n", Run("dump", "latest", "/stdin").Output);
    }

    [Fact]
    public void A_dump_that_nobody_reads_to_its_end_does_not_end_well()
    {
        File.WriteAllBytes(_folder["large"], new byte[1 << 20]);
        Assert.Equal(0, Run("backup", _folder["large"]).Code);
        foreach (var reader in new[] { "true", "cat >/dev/null", "cat" })
        {
            var dump = Shell.Run(
                "sh", ["-c", $"{{ {Holdfast} repo dump latest {_folder["large"]}; echo $? >code; }} | {reader}"], _environment, _folder[""]);
            Assert.Equal(reader == "true" ? "1" : "0", File.ReadAllText(_folder["code"]).Trim());
            Assert.Equal(reader == "cat" ? 1 << 20 : 0, dump.Length);
        }

        Shell.Run("sh", ["-c", $"{{ echo before; {Holdfast} repo dump latest {_folder["large"]}; echo after; }} >out"], _environment, _folder[""]);
        Assert.Equal("before\n".Length + (1 << 20) + "after\n".Length, new FileInfo(_folder["out"]).Length);
    }

    [Fact]
    public void Options_that_mean_something_when_they_are_empty_may_be_empty()
    {
        File.WriteAllText(_folder["file"], "x");
        foreach (string[] line in new string[][]
        {
            ["backup", _folder["file"], "-e", "", "--exclude=", "--host", "", "--tag", ""],
            ["tag", "--set", "", "latest"],
            ["forget", "--group-by", "", "--keep-last", "1"],
            ["forget", "--group-by=", "--keep-last", "1", "--prune"],
            ["snapshots", "--host", ""],
        })
        {
            var (code, _, errors) = Run(line);
            Assert.True(code == 0, $"{string.Join(' ', line)}: {errors}");
        }
    }

    [Fact]
    public void A_repository_without_a_password_is_made_and_opened_when_that_is_said()
    {
        _environment.Remove("RESTIC_PASSWORD");
        Assert.Equal(0, Run("init", "-r", _folder["open"], "--insecure-no-password").Code);
        Assert.Equal(0, Run("snapshots", "-r", _folder["open"], "--insecure-no-password").Code);
        Assert.Equal(1, Run("snapshots", "-r", _folder["open"]).Code);
    }

    private static string Holdfast => Built.Holdfast;

    private (int Code, string Output, string Errors) Run(params string[] arguments) => Shell.TryRun(Holdfast, ["repo", .. arguments], _environment);
}
