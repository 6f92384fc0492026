using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Copies between repositories of restic and ours, made by either.</summary>
public sealed class CopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CopyTests()
    {
        Directory.CreateDirectory(_folder["source/folder"]);
        var content = new byte[6_000_000];
        new Random(7).NextBytes(content);
        File.WriteAllBytes(_folder["source/large"], content);
        File.WriteAllText(_folder["source/folder/small"], "small");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void We_copy_what_restic_wrote_and_restic_reads_the_copy_and_knows_that_it_is_one(string version)
    {
        var (first, second) = (Restic("first"), Restic("second"));
        first.Run("init", "--repository-version", version);
        Backup(first);
        Backup(first);
        Run("second", "init", "--from-repo", _folder["first"], "--copy-chunker-params");

        var lines = Run("second", "copy", "--from-repo", _folder["first"], "--json").Trim().Split('\n');

        var summary = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal(2, summary.GetProperty("snapshots_copied").GetInt32());
        Assert.Equal(2, lines.Count(l => l.Contains("\"copied\"", StringComparison.Ordinal)));
        Assert.Contains("no errors were found", second.Run("check", "--read-data"), StringComparison.Ordinal);
        Assert.Equal(Trees(first), Trees(second));
        Assert.Equal("small", second.Run("dump", "latest", "source/folder/small"));

        // Neither of the two copies again, nor back.
        Assert.Contains("0 snapshots copied, 2 were there already", Run("second", "copy", "--from-repo", _folder["first"]), StringComparison.Ordinal);
        Assert.DoesNotContain("saved", ResticCopy(from: "first", to: "second"), StringComparison.Ordinal);
        Assert.DoesNotContain("saved", ResticCopy(from: "second", to: "first"), StringComparison.Ordinal);

        // The same way of cutting files: a backup there finds its content.
        Assert.Equal(0, Summary(second.RunIn(_folder.Path, "backup", "--json", "--force", "source")).GetProperty("data_blobs").GetInt32());
    }

    [Fact]
    public void What_restic_copied_is_not_copied_again_by_us()
    {
        Run("first", "init");
        Run("first", "backup", _folder["source"]);
        Restic("second").Run("init");
        ResticCopy(from: "first", to: "second");
        Assert.Contains("0 snapshots copied, 1 were there already", Run("second", "copy", "--from-repo", _folder["first"]), StringComparison.Ordinal);
        Assert.Contains("0 snapshots copied, 1 were there already", Run("first", "copy", "--from-repo", _folder["second"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Repositories_that_cut_differently_are_told_and_a_second_repository_is_refused_without_need()
    {
        Run("first", "init");
        Run("first", "backup", _folder["source"]);
        Run("second", "init");
        Assert.Contains("--copy-chunker-params", Run("second", "copy", "--from-repo", _folder["first"]), StringComparison.Ordinal);
        Assert.Equal(1, TryRun("third", "init", "--from-repo", _folder["first"]).Code);
        Assert.Equal(1, TryRun("third", "init", "--copy-chunker-params").Code);
        Assert.Equal(1, TryRun("second", "copy").Code);
        Assert.Equal(10, TryRun("second", "copy", "--from-repo", _folder["nowhere"]).Code);
        Assert.False(Directory.Exists(_folder["third"]));
    }

    [Fact]
    public void The_source_and_its_password_come_from_files_and_the_environment_too()
    {
        Run("first", "init");
        Run("first", "backup", _folder["source"]);
        Run("second", "init");
        File.WriteAllText(_folder["where"], _folder["first"] + "\n");
        File.WriteAllText(_folder["password"], "first\n");
        var environment = Environment("second");
        environment.Remove("RESTIC_FROM_PASSWORD");
        Assert.Equal(12, Shell.TryRun(
            Built.Holdfast,
            ["repo", "copy", "--from-repository-file", _folder["where"], "--from-password-command", "echo wrong"], environment).Code);
        environment["RESTIC_FROM_REPOSITORY_FILE"] = _folder["where"];
        environment["RESTIC_FROM_PASSWORD_FILE"] = _folder["password"];
        Assert.Contains("1 snapshots copied", Shell.Run(Built.Holdfast, ["repo", "copy"], environment), StringComparison.Ordinal);
    }

    private ResticProgram Restic(string name) => new(_folder[name], name);

    private void Backup(ResticProgram restic)
    {
        File.AppendAllText(_folder["source/folder/more"], "more");
        restic.RunIn(_folder.Path, "backup", "source");
    }

    private static List<string?> Trees(ResticProgram restic) =>
        [.. JsonDocument.Parse(restic.Run("snapshots", "--json")).RootElement.EnumerateArray().Select(s => s.GetProperty("tree").GetString())];

    private static JsonElement Summary(string lines) => JsonDocument.Parse(lines.Trim().Split('\n')[^1]).RootElement;

    private string ResticCopy(string from, string to) =>
        Shell.Run("restic", ["--no-cache", "copy", "--from-repo", _folder[from]], Environment(to, from));

    private string Run(string repository, params string[] arguments) =>
        Shell.Run(Built.Holdfast, ["repo", .. arguments], Environment(repository));

    private (int Code, string Output, string Errors) TryRun(string repository, params string[] arguments) =>
        Shell.TryRun(Built.Holdfast, ["repo", .. arguments], Environment(repository));

    // A repository's name is its password, too.
    private Dictionary<string, string> Environment(string repository, string? from = null) => new()
    {
        ["RESTIC_REPOSITORY"] = _folder[repository],
        ["RESTIC_PASSWORD"] = repository,
        ["RESTIC_FROM_PASSWORD"] = from ?? (repository == "first" ? "second" : "first"),
    };
}
