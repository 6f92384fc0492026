using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// Trees of one folder are the same bytes, whichever program reads it: so two programs that share a repository store nothing twice, and each
/// takes the other's snapshot for parent and reads nothing again.
/// </summary>
public sealed class SameTreesTests : IDisposable
{
    private const string Secret = "secret";
    private readonly TemporaryFolder _folder = new();
    private readonly ResticProgram _restic;
    private readonly Dictionary<string, string> _environment;

    public SameTreesTests()
    {
        _restic = new(_folder["repository"], Secret);
        _environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = Secret };
        AwkwardTree.Make(_folder["source"]);
        using var open = Posix.OpenPath(System.Text.Encoding.UTF8.GetBytes(_folder["source"]), Libc.DirectoryOnly);
        ExtendedAttributes.Write(open, "plain"u8, "user.z", "first"u8);
        ExtendedAttributes.Write(open, "plain"u8, "user.a", "second"u8);
        ExtendedAttributes.Write(open, "plain"u8, "user.large", new byte[3000]);
        _restic.Run("init");
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    public void We_write_the_trees_that_restic_writes(string zone)
    {
        _environment["TZ"] = zone;
        Run("restic", "--no-cache", "backup", "source");
        Run(Built.Holdfast, "repo", "backup", "source", "--force");

        // Reading changes access times, but not of what was read since it changed last.
        Run("bash", "-c", "touch -d 2020-01-01 source/deep/er && find source > find && find source -type l -exec readlink {} + > find");
        Run("restic", "--no-cache", "backup", "--with-atime", "source");
        Run(Built.Holdfast, "repo", "backup", "--with-atime", "--force", "source");

        var trees = Snapshots().Select(s => s.GetProperty("tree").GetString()).ToList();
        Assert.Equal(trees[0], trees[1]);
        Assert.Equal(trees[2], trees[3]);
    }

    [Theory]
    [InlineData("source/deep", "./source/./deep/er/")]
    [InlineData("source/deep/er", "source/plain", "source/deep")]
    [InlineData("source/link", "source/deep/../plain")]
    [InlineData(".")]
    [InlineData("../{0}/source/deep", "source/deep")]
    public void Targets_stand_in_the_tree_where_restic_puts_them(params string[] targets)
    {
        targets = [.. targets.Select(t => t.Replace("{0}", Path.GetFileName(_folder[""].TrimEnd('/')), StringComparison.Ordinal))];
        Run("restic", ["--no-cache", "backup", "--exclude", "/**/repository", .. targets]);
        Run(Built.Holdfast, ["repo", "backup", "--force", "--exclude", "/**/repository", .. targets]);

        var (theirs, ours) = (Snapshots()[0], Snapshots()[1]);
        Assert.Equal(theirs.GetProperty("tree").GetString(), ours.GetProperty("tree").GetString());
        Assert.Equal(Texts(theirs, "paths"), Texts(ours, "paths"));
    }

    [Fact]
    public async Task Each_takes_the_others_snapshot_for_parent_and_reads_nothing_again()
    {
        _restic.Run("backup", _folder["source"]);
        await using var repository = await Repository.OpenAsync(new LocalBackend(_folder["repository"]), new(Secret), TimeProvider.System, Ct);
        var request = new BackupRequest([new PathTarget(_folder["source"])], Snapshots()[0].GetProperty("hostname").GetString()!, [], []);

        var ours = await repository.BackupAsync(request, null, Ct);

        Assert.NotNull(ours.Parent);
        Assert.Equal((0, 0), (ours.FilesNew, ours.FilesChanged));
        Assert.Equal(0, ours.Summary.DataBlobs);
        var theirs = JsonDocument.Parse(_restic.Run("backup", "--json", _folder["source"]).Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(0, theirs.GetProperty("files_new").GetInt32() + theirs.GetProperty("files_changed").GetInt32());
        Assert.Equal(ours.FilesUnmodified, theirs.GetProperty("files_unmodified").GetInt32());
        Assert.Equal(ours.Snapshot.ToString(), Snapshots()[^1].GetProperty("parent").GetString());
    }

    private static IEnumerable<string?> Texts(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(t => t.GetString()).Order(StringComparer.Ordinal);

    private void Run(string program, params string[] arguments) => Shell.Run(program, arguments, _environment, _folder[""]);

    private List<JsonElement> Snapshots() =>
        [.. JsonDocument.Parse(_restic.Run("snapshots", "--json")).RootElement.EnumerateArray().OrderBy(s => s.GetProperty("time").GetDateTimeOffset())];
}
