using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Interop.Restic;

/// <summary>A folder with everything that backups get wrong, made by a script because .NET cannot name half of it.</summary>
internal static class AwkwardTree
{
    internal static void Make(string folder)
    {
        // $1 is the folder. Times have nanoseconds; content is large enough for several chunks.
        const string script = """
            set -e
            mkdir -p "$1" && cd "$1"
            mkdir empty deep deep/er deep/er/still 'spaces and "quotes"'
            printf 'hello' > plain
            : > nothing
            printf 'x' > "$(printf 'bad-\377-utf8')"
            printf 'x' > "$(printf 'line\nbreak\ttab')"
            printf 'x' > 'back\slash'
            printf 'x' > "$(printf '\302\240nbsp-\342\200\250separator-\303\274')"
            printf 'x' > '<&>'
            printf 'x' > "$(printf '%0255d' 7)"
            head -c 30000000 /dev/zero | openssl enc -aes-128-ctr -K 00 -iv 00 2>/dev/null > large
            head -c 3000000 /dev/zero > zeros
            truncate -s 5000000 sparse
            yes 'the same line again' | head -c 2000000 > text || true
            printf 'linked' > 'deep/first' && ln deep/first second && ln deep/first deep/er/third
            ln -s plain link && ln -s /does/not/exist dangling
            mkfifo pipe
            printf 'run' > program && chmod 4755 program
            chmod 1777 empty && printf 's' > secret && chmod 000 secret
            touch -h -d '2001-02-03 04:05:06.123456789' plain link
            touch -d '1969-12-31 23:59:58.5' nothing
            touch -d '2038-01-20 01:02:03.000000001' deep/er
            """;
        Shell.Run("bash", ["-c", script, "-", folder]);
        using var open = Open(folder);
        ExtendedAttributes.Write(open, "text"u8, "user.note", "a value"u8);
        ExtendedAttributes.Write(open, "text"u8, "user.empty", []);
        ExtendedAttributes.Write(open, "empty"u8, "user.large", new byte[2000]);
    }

    /// <summary>Everything about a folder in lines: type, mode, owner, size, times to the nanosecond, links, targets, attributes, content.</summary>
    internal static string Describe(string folder)
    {
        const string script = """
            cd "$1"
            find . -printf '%p|%y|%m|%U|%G|%T@|%l|' -a \( -type d -printf '\n' -o -printf '%s|%n\n' \) | LC_ALL=C sort
            find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
            find . -samefile deep/first 2>/dev/null | LC_ALL=C sort
            """;
        using var open = Open(folder);
        var attributes = Posix.NamesIn(open).Select(Convert.ToHexString).Order(StringComparer.Ordinal)
            .SelectMany(n => ExtendedAttributes.Read(open, Convert.FromHexString(n)).OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{n} {a.Name}={Convert.ToHexString(a.Value)}"));
        return Shell.Run("bash", ["-c", script, "-", folder]) + string.Join('\n', attributes);
    }

    private static OpenFile Open(string folder) => Posix.OpenPath(Encoding.UTF8.GetBytes(folder), Libc.DirectoryOnly);
}
