using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// Repositories in places that lack something: empty folders, hard links, fsync of folders, an index, descriptors. What restic can do there is done.
/// </summary>
public sealed class OddPlacesTests : RepositoryByHand
{
    public OddPlacesTests()
    {
        Directory.CreateDirectory(Folder["source"]);
        File.WriteAllText(Folder["source/a"], "one");
    }

    [Fact]
    public void A_copy_without_its_empty_folders_works_as_the_repository_did()
    {
        Run("backup", "-q", Folder["source"]);
        string[] verbs =
        [
            "snapshots", "check", "list locks", "backup -q $S", "restore latest:$S --target $O", "forget --keep-last 1 --prune", "find a", "unlock",
            "tag --add t latest",
        ];
        var script = """
            set -eu
            for verb in "$@"; do
                find "$RESTIC_REPOSITORY" -type d -empty -delete
                S=$PLACE/source O=out
                eval "\"$HOLDFAST\" repo $verb" > /dev/null
            done
            restic --no-cache check
            find "$RESTIC_REPOSITORY" -type d -empty -delete
            rm -r "$RESTIC_REPOSITORY/keys"
            "$HOLDFAST" repo snapshots 2>&1 || echo $?
            """;
        (Variables["HOLDFAST"], Variables["PLACE"]) = (Built.Holdfast, Folder[""].TrimEnd('/'));
        var told = Shell.Run("sh", ["-c", script, "-", .. verbs], Variables, Folder[""]);
        Assert.Contains("no errors were found", told, StringComparison.Ordinal);
        Assert.EndsWith("\n12\n", told, StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(Folder["out/a"]));
    }

    [Theory]
    [InlineData("linkat", "ENOSYS")]
    [InlineData("linkat", "EACCES")]
    [InlineData("linkat", "EINVAL")]
    [InlineData("linkat", "EMLINK")]
    [InlineData("linkat", "EIO")]
    [InlineData("linkat,renameat2", "ENOSYS")]
    [InlineData("fsync", "EINVAL")]
    [InlineData("fsync,syncfs", "ENOSYS")]
    [InlineData("fsync", "EOPNOTSUPP")]
    public void Without_hard_links_or_fsync_it_works_another_way(string call, string error)
    {
        var place = Folder["odd"];
        foreach (var verb in (string[][])[["init"], ["backup", "-q", Folder["source"]], ["check"], ["restore", "latest", "--target", Folder["out"]]])
        {
            Shell.Run(
                "strace",
                ["-f", "-qq", "-o", Folder["trace"], "-e", $"trace={call}", "-e", $"inject={call}:error={error}", Built.Holdfast, "repo", "-r", place, .. verb],
                Variables);
        }

        Assert.Contains("INJECTED", File.ReadAllText(Folder["trace"]), StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(Folder["out" + Folder["source/a"]]));
        Assert.Contains("no errors were found", new ResticProgram(place, "secret").Run("check", "--read-data"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(place, "*-tmp-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_flush_that_fails_is_still_a_failure()
    {
        var (code, _, errors) = Shell.TryRun(
            "strace",
            ["-f", "-qq", "-o", Folder["trace"], "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", Built.Holdfast, "repo", "backup", "-q", Folder["source"]],
            Variables);
        Assert.Equal(1, code);
        Assert.Contains("Input/output error", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_index_that_was_cut_short_it_says_to_repair_the_index_and_that_helps()
    {
        Run("backup", "-q", Folder["source"]);
        var index = Directory.GetFiles(Folder["repository/index"]).Single();
        var content = File.ReadAllBytes(index);
        File.SetUnixFileMode(index, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(index, content[..^9]);
        foreach (var verb in (string[][])[["backup", Folder["source"]], ["prune"], ["check"]])
        {
            var (code, _, errors) = TryRun(verb);
            Assert.Equal(1, code);
            Assert.Contains("repair index", errors, StringComparison.Ordinal);
        }

        Run("repair", "index");
        Run("check", "--read-data");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("failover --for-real")]
    [InlineData("repo snapshots")]
    [InlineData("repo backup source --json")]
    public void Where_hardly_a_file_may_be_open_it_says_so_and_begins_nothing(string command)
    {
        foreach (var limit in (int[])[48, 64])
        {
            var (code, output, errors) = Shell.TryRun("sh", ["-c", $"ulimit -n {limit}; exec \"$0\" {command}", Built.Holdfast], Variables, Folder[""]);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains($"only {limit} files may be open", errors, StringComparison.Ordinal);
            Assert.Contains("ulimit -n", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("libzstd.so.1", "libzstd1", "status")]
    [InlineData("libcrypto.so.3", "libssl3", "repo snapshots")]
    public void Where_a_library_is_missing_it_says_so_with_its_package_and_begins_nothing(string library, string package, string command)
    {
        // A file in its place that is no library is what the loader finds first.
        var folder = Directory.CreateDirectory(Path.Combine(Folder[""], "no-libraries-" + package)).FullName;
        File.WriteAllText(Path.Combine(folder, library), "no library");
        var (code, output, errors) = Shell.TryRun(
            "sh", ["-c", $"LD_LIBRARY_PATH='{folder}' exec \"$0\" {command}", Built.Holdfast], Variables, Folder[""]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"{library}, with which", errors, StringComparison.Ordinal);
        Assert.Contains($"apt install {package}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_made_up_when_it_is_read_is_stored_as_restic_stores_it()
    {
        string[] files = ["/proc/cpuinfo", "/proc/version", "/sys/kernel/fscaps"];
        var script = """
            set -eu
            for program in "$HOLDFAST repo" "restic --no-cache"; do
                $program backup -q "$@" > /dev/null
                $program ls -l latest | grep -v '^snapshot ' | grep '/version\|/fscaps' | awk '{ print $4, $NF }'
                for file in "$@"; do $program dump latest "$file" | cmp - "$file" || [ "$file" = /proc/cpuinfo ]; done
            done
            """;
        Variables["HOLDFAST"] = Built.Holdfast;
        var told = Shell.Run("sh", ["-c", script, "-", .. files], Variables).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, told.Length);
        Assert.Equal(told[..2], told[2..]);
        Assert.DoesNotContain(told, l => l.StartsWith("0 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_in_the_snapshot_is_an_error()
    {
        Run("backup", "-q", Folder["source"]);
        var (code, _, errors) = TryRun("restore", "latest", "--target", Folder["out"], "--include", "misspelt");
        Assert.Equal(1, code);
        Assert.Contains("nothing was restored", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder["out"]));
    }
}
