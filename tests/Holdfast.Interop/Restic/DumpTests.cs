using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary><c>holdfast repo dump</c>: what the system's own tar and .NET's zip make of it.</summary>
public sealed class DumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public DumpTests()
    {
        _environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "secret" };
        Run("init");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tar_unpacks_a_dumped_folder_as_it_was()
    {
        const string extra = """
            cd "$1" && mkdir -p "$(printf '%0200d' 1)/$(printf '%0200d' 2)" && echo deep > "$(printf '%0200d' 1)/$(printf '%0200d' 2)/file"
            ln -s "$(printf 'bad-\377-%0200d' 3)" longlink
            setfacl -m u:1234:rw text
            [ "$(id -u)" != 0 ] || { mknod device c 4 300; chown 4000000000:5 plain; chown -h 1:2 link; }
            """;
        AwkwardTree.Make(_folder["source"]);
        Shell.Run("bash", ["-c", extra, "-", _folder["source"]]);
        Run("backup", _folder["source"]);
        Directory.CreateDirectory(_folder["unpacked"]);
        Run("dump", "latest:" + _folder["source"], "/", "--target", _folder["all.tar"]);
        Shell.Run("tar", ["-xpf", _folder["all.tar"], "--xattrs", "--acls", "--numeric-owner", "-C", _folder["unpacked"]]);
        Assert.Equal(Listing(_folder["source"]), Listing(_folder["unpacked"]));
    }

    [Fact]
    public void A_file_comes_alone_and_a_folder_as_an_archive_with_the_names_that_restic_gives_it()
    {
        Directory.CreateDirectory(_folder["source/d/e"]);
        File.WriteAllText(_folder["source/a"], "one");
        File.WriteAllText(_folder["source/d/e/c"], "three");
        new ResticProgram(_folder["repository"], "secret").RunIn(_folder["source"], "backup", ".");
        Assert.Equal("one", Run("dump", "latest", "/a"));
        Assert.Equal("three", Run("dump", "latest:d", "e/c"));
        Assert.Equal("a\nd/\nd/e/\nd/e/c\n", Names("latest", "/"));
        Assert.Equal("d/e/\nd/e/c\n", Names("latest", "/d"));
        Assert.Equal("e/\ne/c\n", Names("latest:d", "/"));
        var zip = _folder["all.zip"];
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
        Directory.CreateDirectory(_folder["source"]);
        File.WriteAllText(_folder["source/a"], "one");
        File.CreateSymbolicLink(_folder["source/l"], "a");
        new ResticProgram(_folder["repository"], "secret").RunIn(_folder["source"], "backup", ".");
        var (code, output, errors) = Shell.TryRun(Built.Holdfast, ["repo", "dump", .. arguments, "--target", _folder["out"]], _environment);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out"]));
    }

    [Fact]
    public void A_dump_that_fails_half_way_leaves_no_file_that_looks_whole()
    {
        Directory.CreateDirectory(_folder["source"]);
        Shell.Run("bash", ["-c", "head -c 30000000 /dev/urandom > \"$1\"", "-", _folder["source/large"]]);
        Run("backup", _folder["source"]);
        var pack = new DirectoryInfo(_folder["repository/data"]).GetFiles("*", SearchOption.AllDirectories).MaxBy(f => f.Length)!.FullName;
        Shell.Run("bash", ["-c", "chmod u+w \"$1\" && printf x | dd of=\"$1\" bs=1 seek=9000000 conv=notrunc 2>/dev/null", "-", pack]);
        File.WriteAllText(_folder["out"], "the one before");
        var (code, _, errors) = Shell.TryRun(
            Built.Holdfast, ["repo", "dump", "latest", _folder["source/large"], "--target", _folder["out"]], _environment);
        Assert.Equal(1, code);
        Assert.Contains(Path.GetFileName(pack), errors, StringComparison.Ordinal);
        Assert.Equal("the one before", File.ReadAllText(_folder["out"]));
        Assert.Equal(1, Shell.TryRun(Built.Holdfast, ["repo", "dump", "latest", _folder["source"]], _environment).Code);
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
        "bash", ["-c", "p=$1; shift; \"$p\" repo dump \"$@\" | tar -tf -", "-", Built.Holdfast, .. arguments], _environment);

    private string Run(params string[] arguments) => Shell.Run(Built.Holdfast, ["repo", .. arguments], _environment);
}
