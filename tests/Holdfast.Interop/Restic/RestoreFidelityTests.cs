using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// Everything that a file system knows about a tree, compared: of the original, of restic's restore and of ours, from a snapshot of restic
/// and from one of ours. As root, and for what works without, as nobody.
/// </summary>
public sealed class RestoreFidelityTests : IDisposable
{
    // With the right to read what it may not, because the folder of this build need not be open to others. It changes nothing else.
    private static readonly string[] Nobody =
    [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
    ];

    // What of a listing tells of things that Debian's restic cannot restore, or restores to the file that a link points to.
    private static readonly string[] Unknown = ["badlink", "./deep", "00000000", "trusted.onlink", "# file: link", "# file: program"];

    private readonly TemporaryFolder _folder = new();

    public RestoreFidelityTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "owners, devices and trusted attributes take root");

        // Others must be able to pass, for the half that is done as nobody.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ff);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("restic")]
    [InlineData("holdfast")]
    public void A_tree_with_all_that_root_can_make_is_restored_as_it_was_and_as_restic_does(string writer)
    {
        // In C's words, so that names need not be text.
        const string make = """
            set -e
            umask 022
            mkdir -p "$1" && cd "$1"
            mkdir locked sticky setgid deep acls 'no write'
            echo content > locked/inside && chmod 000 locked
            echo content > 'no write/inside' && chmod 555 'no write'
            chmod 1777 sticky && chmod 2775 setgid && chown 12345:54321 setgid
            echo run > program && chown 1:2 program && chmod 6755 program
            echo own > owned && chown 4000000000:4000000001 owned && chmod 640 owned
            printf 'x' > "$(printf 'name-\377-\001')"
            [ "$2" = 15 ] || ln -s "$(printf 'target-\377')" badlink
            ln -s "$(printf '%04095d' 0 | tr 0 t)" longlink
            ln -s program link && chown -h 7:8 link && touch -h -d '2001-02-03 04:05:06.987654321' link
            mkfifo -m 640 pipe && chown 3:4 pipe
            mknod -m 660 null c 1 3 && mknod -m 600 block b 7 200 && mknod -m 600 far c 4095 1048575
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")' 2>/dev/null || true
            rm -f socket
            echo one > first && ln first deep/second && ln first third
            truncate -s 9000000 holes && printf 'end' >> holes
            echo attributes > attributes
            setfattr -n user.note -v 'a note' attributes
            setfattr -n user.empty attributes
            setfattr -n trusted.secret -v 0x00ff00 attributes
            setfattr -n user.long -v "$(head -c 2000 /dev/zero | tr '\0' v)" attributes
            [ "$2" = 15 ] || setfattr -h -n trusted.onlink -v yes link
            echo capable > capable && setcap cap_net_bind_service+ep capable
            setfacl -m u:1234:rw,g:2345:r attributes && setfacl -d -m u:1234:rwx acls && setfacl -m g:99:x acls
            (cd deep; for i in $(seq "$2"); do mkdir "$(printf '%0200d' $i)"; cd "$(printf '%0200d' $i)"; done; echo bottom > bottom)
            touch -d '1902-01-01 00:00:00.5' owned
            touch -d '2099-12-31 23:59:59.123456789' holes
            touch -d '1969-12-31 23:59:59.999999999' deep
            touch -d '2020-02-02 02:02:02.020202020' locked sticky 'no write' .
            """;
        // Where we write, paths go beyond PATH_MAX, a link's target is no text and a link has an attribute: Debian's restic cannot do these.
        Shell.Run("bash", ["-c", make, "-", _folder["source"], writer == "restic" ? "15" : "30"]);
        var (ours, theirs) = Restore(writer, []);
        Assert.Equal(Listing(_folder["source"]), ours);

        // Elsewhere it must agree.
        Assert.Equal(Known(Listing(_folder["source"])), Known(theirs));
    }

    [Fact]
    public void As_nobody_all_is_restored_that_nobody_may_do()
    {
        const string make = """
            set -e
            umask 022
            mkdir -p "$1" && cd "$1"
            mkdir closed open
            echo content > closed/inside && chmod 555 closed
            echo content > plain && chmod 400 plain && ln plain again
            echo run > program && chmod 4755 program
            mkfifo -m 600 pipe && ln -s plain link && touch -h -d '2001-02-03 04:05:06.987654321' link
            setfattr -n user.note -v 'a note' open && setfacl -m u:1234:rw open
            truncate -s 5000000 holes
            touch -d '2020-02-02 02:02:02.020202020' closed open .
            """;
        Shell.Run(Nobody[0], [.. Nobody[1..], "bash", "-c", make, "-", _folder["source"]]);
        var (ours, theirs) = Restore("restic", Nobody);
        Assert.Equal(Listing(_folder["source"]), ours);
        Assert.Equal(theirs, ours);

        // And again over it, with the folder that was made read-only.
        Holdfast(Nobody, "restore", $"latest:{_folder["source"]}", "--target", _folder["ours"]);
        File.Delete(_folder["ours/closed/inside"]);
        Holdfast(Nobody, "restore", $"latest:{_folder["source"]}", "--target", _folder["ours"]);
        Assert.Equal(Listing(_folder["source"]), Listing(_folder["ours"]));
    }

    [Fact]
    public void What_nobody_cannot_give_away_is_restored_without_the_right_to_run_as_its_owner()
    {
        Shell.Run("bash", ["-c", "mkdir \"$1\" && cd \"$1\" && echo run > program && chown 1:2 program && chmod 6755 program", "-", _folder["source"]]);
        var (ours, _) = Restore("restic", Nobody);
        Assert.Contains("./program|f|755|65534|65534|", ours, StringComparison.Ordinal);
    }

    /// <returns>What is then there.</returns>
    private (string Ours, string Theirs) Restore(string writer, string[] user)
    {
        var restic = Program(user, "restic", "--no-cache");
        Shell.Run(restic.Program, [.. restic.Arguments, "init"], Variables);
        var write = writer == "restic" ? restic : Program([], Built.Holdfast, "repo");
        Shell.Run(write.Program, [.. write.Arguments, "backup", _folder["source"]], Variables);
        Holdfast(user, "restore", $"latest:{_folder["source"]}", "--target", _folder["ours"]);
        Shell.TryRun(restic.Program, [.. restic.Arguments, "restore", "latest", "--target", _folder["theirs"]], Variables);
        return (Listing(_folder["ours"]), Listing(_folder["theirs"] + _folder["source"]));
    }

    private void Holdfast(string[] user, params string[] arguments)
    {
        var (program, first) = Program(user, Built.Holdfast, "repo");
        Shell.Run(program, [.. first, .. arguments], Variables);
    }

    private static (string Program, string[] Arguments) Program(string[] user, string program, string argument) =>
        user.Length == 0 ? (program, [argument]) : (user[0], [.. user[1..], program, argument]);

    private Dictionary<string, string> Variables => new()
    {
        ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "x", ["HOME"] = _folder.Path, ["DOTNET_EnableDiagnostics"] = "0",
    };

    // The root itself belongs to whoever made it.
    private static string Listing(string folder)
    {
        const string list = """
            cd "$1"
            export LC_ALL=C
            find . -mindepth 1 \( -type b -o -type c \) -exec stat -c '%N %t:%T' {} + | sort
            find . -mindepth 1 -printf '%p|%y|%m|%U|%G|%T@|%l|' -a \( -type d -printf '\n' -o -printf '%s|%n\n' \) | sort
            find . -mindepth 1 -type f -print0 | sort -z | while IFS= read -r -d '' f; do (cd "${f%/*}" 2>/dev/null && sha256sum < "${f##*/}") || true; done
            find . -samefile first 2>/dev/null | sort
            getfattr -R -h -d -m - -e hex . 2>/dev/null | grep -v '^# file: \.$' || true
            """;
        return Shell.Run("bash", ["-c", list, "-", folder]);
    }

    private static string Known(string listing) => string.Join('\n', listing.Split('\n').Where(l =>
        l.Length > 0 && !Unknown.Any(u => l.Contains(u, StringComparison.Ordinal))));
}
