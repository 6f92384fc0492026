using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary><c>holdfast repo dump</c>: what the system's own tar and .NET's zip make of it.</summary>
public sealed class DumpTests : RepositoryByHand
{
    [Fact]
    public void Tar_unpacks_a_dumped_folder_as_it_was()
    {
        const string extra = """
            cd "$1" && mkdir -p "$(printf '%0200d' 1)/$(printf '%0200d' 2)" && echo deep > "$(printf '%0200d' 1)/$(printf '%0200d' 2)/file"
            ln -s "$(printf 'bad-\377-%0200d' 3)" longlink
            setfacl -m u:1234:rw text
            [ "$(id -u)" != 0 ] || { mknod device c 4 300; chown 4000000000:5 plain; chown -h 1:2 link; }
            """;
        AwkwardTree.Make(Folder["source"]);
        Shell.Run("bash", ["-c", extra, "-", Folder["source"]]);
        Run("backup", Folder["source"]);
        Directory.CreateDirectory(Folder["unpacked"]);
        Run("dump", "latest:" + Folder["source"], "/", "--target", Folder["all.tar"]);
        Shell.Run("tar", ["-xpf", Folder["all.tar"], "--xattrs", "--acls", "--numeric-owner", "-C", Folder["unpacked"]]);
        Assert.Equal(Listing(Folder["source"]), Listing(Folder["unpacked"]));
    }

    [Fact]
    public void A_file_comes_alone_and_a_folder_as_an_archive_with_the_names_that_restic_gives_it()
    {
        Directory.CreateDirectory(Folder["source/d/e"]);
        File.WriteAllText(Folder["source/a"], "one");
        File.WriteAllText(Folder["source/d/e/c"], "three");
        new ResticProgram(Folder["repository"], "secret").RunIn(Folder["source"], "backup", ".");
        Assert.Equal("one", Run("dump", "latest", "/a"));
        Assert.Equal("three", Run("dump", "latest:d", "e/c"));
        Assert.Equal("a\nd/\nd/e/\nd/e/c\n", Names("latest", "/"));
        Assert.Equal("d/e/\nd/e/c\n", Names("latest", "/d"));
        Assert.Equal("e/\ne/c\n", Names("latest:d", "/"));
        var zip = Folder["all.zip"];
        Run("dump", "-a", "zip", "-t", zip, "latest", "/");
        using var read = System.IO.Compression.ZipFile.OpenRead(zip);
        Assert.Equal(["a", "d/", "d/e/", "d/e/c"], read.Entries.Select(e => e.FullName));
        using var content = new StreamReader(read.GetEntry("d/e/c")!.Open());
        Assert.Equal("three", content.ReadToEnd());
    }

    [Theory]
    [InlineData("nope", "latest", "/nope")]
    [InlineData("no file and no snapshot ID specified", "latest")]
    [InlineData("unknown archive format \"rar\"", "latest", "/", "-a", "rar")]
    [InlineData("not a directory", "latest:/a", "/")]
    [InlineData("should be a file, but is a \"symlink\"", "latest", "/l")]
    public void What_cannot_be_dumped_is_said_and_nothing_written(string told, params string[] arguments)
    {
        Directory.CreateDirectory(Folder["source"]);
        File.WriteAllText(Folder["source/a"], "one");
        File.CreateSymbolicLink(Folder["source/l"], "a");
        new ResticProgram(Folder["repository"], "secret").RunIn(Folder["source"], "backup", ".");
        var (code, output, errors) = Shell.TryRun(Built.Holdfast, ["repo", "dump", .. arguments, "--target", Folder["out"]], Variables);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["out"]));
    }

    [Fact]
    public void A_dump_that_fails_half_way_leaves_no_file_that_looks_whole()
    {
        Directory.CreateDirectory(Folder["source"]);
        Shell.Run("bash", ["-c", "head -c 30000000 /dev/urandom > \"$1\"", "-", Folder["source/large"]]);
        Run("backup", Folder["source"]);
        var pack = new DirectoryInfo(Folder["repository/data"]).GetFiles("*", SearchOption.AllDirectories).MaxBy(f => f.Length)!.FullName;
        Shell.Run("bash", ["-c", "chmod u+w \"$1\" && printf x | dd of=\"$1\" bs=1 seek=9000000 conv=notrunc 2>/dev/null", "-", pack]);
        File.WriteAllText(Folder["out"], "the one before");
        var (code, _, errors) = Shell.TryRun(
            Built.Holdfast, ["repo", "dump", "latest", Folder["source/large"], "--target", Folder["out"]], Variables);
        Assert.Equal(1, code);
        Assert.Contains(Path.GetFileName(pack), errors, StringComparison.Ordinal);
        Assert.Equal("the one before", File.ReadAllText(Folder["out"]));
        Assert.Equal(1, Shell.TryRun(Built.Holdfast, ["repo", "dump", "latest", Folder["source"]], Variables).Code);
    }

    private static string Listing(string folder) => Shell.Run(
        "bash",
        [
            "-c",
            """
            cd "$1"; export LC_ALL=C
            find . -mindepth 1 -printf '%p|%y|%m|%U|%G|%T@|%l|' -a \( -type d -printf '\n' -o -printf '%s\n' \) | sort
            find . -mindepth 1 -type c -exec stat -c '%N %t:%T' {} +
            find . -type f -print0 | sort -z | xargs -0 sha256sum
            getfattr -R -h -d -m - -e hex . 2>/dev/null
            """,
            "-", folder,
        ]);

    private string Names(params string[] arguments) => Shell.Run(
        "bash", ["-c", "p=$1; shift; \"$p\" repo dump \"$@\" | tar -tf -", "-", Built.Holdfast, .. arguments], Variables);
}
