using System.CommandLine;
using Holdfast.Cli.Endings;
using Holdfast.Cli.Repo;
using Holdfast.Presentation;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Cli.Repo;

/// <summary>Lines of restic scripts, and what they mean.</summary>
public sealed class GoFlagsTests
{
    private static readonly Command Repo = RepoCommand.Create();

    [Theory]
    [InlineData("snapshots", "snapshots --")]
    [InlineData("-r /r snapshots", "snapshots --repo=/r --")]
    [InlineData("snapshots -r/r", "snapshots --repo=/r --")]
    [InlineData("snapshots -r=/r", "snapshots --repo=/r --")]
    [InlineData("snapshots --repo=/r=x", "snapshots --repo=/r=x --")]
    [InlineData("-r snapshots snapshots", "snapshots --repo=snapshots --")]
    [InlineData("-qr backup init", "init --quiet=true --repo=backup --")]
    [InlineData("--tag x snapshots", "snapshots --tag=x --")]
    [InlineData("snapshots -r --json", "snapshots --repo=--json --")]
    [InlineData("snapshots -r -q", "snapshots --repo=-q --")]
    [InlineData("snapshots -r a -r b", "snapshots --repo=b --")]
    [InlineData("snapshots --tag a --tag b", "snapshots --tag=a --tag=b --")]
    [InlineData("snapshots --json=false --json", "snapshots --json=true --")]
    [InlineData("snapshots --json=0", "snapshots --json=false --")]
    [InlineData("-vv snapshots", "snapshots --verbose=2 --")]
    [InlineData("-v snapshots -v", "snapshots --verbose=2 --")]
    [InlineData("snapshots --verbose=1", "snapshots --verbose=1 --")]
    [InlineData("backup -- -r --json", "backup -- -r --json")]
    [InlineData("backup - @list /h snapshots", "backup -- - @list /h snapshots")]
    [InlineData("backup --json true", "backup --json=true -- true")]
    [InlineData("key list", "key list --")]
    [InlineData("-r x key --json list", "key list --repo=x --json=true --")]
    [InlineData("", "--help --")]
    [InlineData("key", "key --help --")]
    [InlineData("snapshots -h", "snapshots --help --")]
    [InlineData("help snapshots", "snapshots --help --")]
    [InlineData("help", "--help --")]
    public void A_line_means_what_it_means_to_restic(string line, string canonical) =>
        Assert.Equal($"repo {canonical}", string.Join(' ', GoFlags.Canonical(Repo, line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Blanks_and_empty_values_stay_what_they_are()
    {
        Assert.Equal(["repo", "snapshots", "--path=a b", "--tag", "", "--", "", "c d"], GoFlags.Canonical(Repo, ["snapshots", "--path", "a b", "", "--tag", "", "c d"]));
    }

    [Theory]
    [InlineData("backup", "--exclude")]
    [InlineData("backup", "--host")]
    [InlineData("snapshots", "--host")]
    [InlineData("snapshots", "--group-by")]
    [InlineData("forget", "--group-by")]
    [InlineData("tag", "--set")]
    [InlineData("restore", "--include")]
    [InlineData("list", "--repo")]
    public void An_empty_value_is_a_value(string verb, string option)
    {
        foreach (string[] said in new string[][] { [verb, option, "", "--json", "keys"], [verb, $"{option}=", "--json", "keys"] })
        {
            var line = new RootCommand { RepoCommand.Create() }.Parse(GoFlags.Canonical(Repo, said));
            Assert.Empty(line.Errors);
            var given = line.GetResult(line.CommandResult.Command.Options.Concat(line.RootCommandResult.Command.Subcommands[0].Options).First(o => o.Name == option))!;
            Assert.Equal([""], given.Tokens.Select(t => t.Value));
            Assert.True(line.GetValue<bool>("--json"));
        }
    }

    [Theory]
    [InlineData("backup --exclud x /data", "unknown flag: --exclud")]
    [InlineData("backup -z", "unknown shorthand flag: 'z' in -z")]
    [InlineData("snapshots -r", "flag needs an argument: 'r' in -r")]
    [InlineData("snapshots --repo", "flag needs an argument: --repo")]
    [InlineData("snapshots --json=perhaps", "perhaps")]
    [InlineData("snapshots --verbose=loud", "loud")]
    [InlineData("snapshots --repo:x", "unknown flag: --repo:x")]
    [InlineData("snapshots ---json", "unknown flag: ---json")]
    [InlineData("snapshots --Json", "unknown flag: --Json")]
    [InlineData("nonsense", "unknown command \"nonsense\" for \"repo\"")]
    [InlineData("key nonsense", "unknown command \"nonsense\" for \"repo key\"")]
    [InlineData("mount /mnt", "no \"mount\"")]
    [InlineData("mount --allow-other /mnt", "no \"mount\"")]
    [InlineData("cache --cleanup", "no \"cache\"")]
    [InlineData("-q rewrite --exclude x latest", "no \"rewrite\"")]
    public void What_restic_refuses_is_refused(string line, string told)
    {
        var error = Assert.Throws<UsageException>(() => GoFlags.Canonical(Repo, line.Split(' ')));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        Assert.Equal(1, FailurePrinter.ExitCodeOf(error.Failure, asRestic: true));
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("90s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("300ms", 0.3)]
    [InlineData("0", 0)]
    public void Durations_are_Gos(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("1d")]
    [InlineData("1e9h")]
    [InlineData("99999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.Throws<UsageException>(() => GoDuration.Parse(text));

    [Theory]
    [InlineData("""cat "a b"  'c "d' e\ f""", "cat|a b|c \"d|e f")]
    [InlineData("  ", "")]
    [InlineData("echo ''", "echo|")]
    public void A_password_command_is_split_as_a_shell_splits_it(string command, string words) =>
        Assert.Equal(words, string.Join('|', ShellWords.Split(command)!));

    [Fact]
    public void An_open_quote_is_noticed() => Assert.Null(ShellWords.Split("cat 'a"));
}
