using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Patterns;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Targets out of a file's content, in one of three notations.</summary>
public static class TargetList
{
    /// <summary>
    /// One pattern a line, without the space around it; empty lines and those that begin with <c>#</c> are left out. A pattern stands for
    /// every path that it matches.
    /// </summary>
    /// <param name="warn">Told of each pattern that matches nothing.</param>
    /// <exception cref="RepositoryException">Request: a line is no pattern.</exception>
    public static IReadOnlyList<BackupTarget> Patterns(ReadOnlySpan<byte> content, Action<string> warn)
    {
        List<BackupTarget> targets = [];
        foreach (var line in Lines(content).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var found = Matches(new(line));
            targets.AddRange(found.Select(Target));
            if (found.Count == 0)
            {
                warn($"pattern \"{new RawPath(line)}\" does not match any files, skipping");
            }
        }

        return targets;
    }

    /// <summary>One path a line, as it stands there; empty lines are left out.</summary>
    public static IReadOnlyList<BackupTarget> Verbatim(ReadOnlySpan<byte> content) =>
        [.. Lines(content).Where(l => l.Length > 0).Select(l => Target(new(l)))];

    /// <summary>Paths with a zero byte behind each, as <c>find -print0</c> writes them: of any bytes.</summary>
    /// <exception cref="RepositoryException">Request: one is empty, or the last zero byte is missing.</exception>
    public static IReadOnlyList<BackupTarget> ZeroTerminated(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return [];
        }

        var names = RawPath.Of(content[..^1]).Latin.Split('\0');
        return content[^1] != 0 ? throw Wrong("--files-from-raw: trailing zero byte missing")
            : names.Contains("") ? throw Wrong("--files-from-raw: empty filename in listing")
            : [.. names.Select(n => Target(new(n)))];
    }

    private static RawPathTarget Target(RawPath path) => new(path.Bytes);

    // One character a byte.
    private static IEnumerable<string> Lines(ReadOnlySpan<byte> content)
    {
        return RawPath.Of(RawText.FromFile(content)).Latin.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l);
    }

    // As Go's filepath.Glob: every name of the pattern by itself, hidden ones too, in order.
    private static List<RawPath> Matches(RawPath pattern)
    {
        List<RawPath> found = [pattern.IsAbsolute ? RawPath.Root : new("")];
        foreach (var name in pattern.Latin.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => new RawPath(n)))
        {
            found = name.Latin.AsSpan().ContainsAny("*?[\\") ? [.. found.SelectMany(f => MatchesIn(f, name, pattern))] : [.. found.Select(f => Below(f, name))];
        }

        return found.FindAll(Exists);
    }

    private static RawPath Below(RawPath folder, RawPath name) => folder.IsEmpty ? name : new($"{folder.Latin.TrimEnd('/')}/{name.Latin}");

    private static IEnumerable<RawPath> MatchesIn(RawPath folder, RawPath name, RawPath pattern)
    {
        NamePattern parsed;
        try
        {
            parsed = NamePattern.Parse(name.Bytes);
        }
        catch (FormatException)
        {
            throw Wrong($"pattern: {pattern}: syntax error in pattern");
        }

        try
        {
            using var open = Posix.OpenPath(folder.IsEmpty ? "."u8 : folder.Bytes, Libc.ReadOnly | Libc.DirectoryOnly);
            return [.. Posix.NamesIn(open).Where(n => parsed.Matches(n)).Select(n => Below(folder, RawPath.Of(n))).OrderBy(p => p.Latin, StringComparer.Ordinal)];
        }
        catch (SystemCallException)
        {
            // A folder that is none, or cannot be listed, matches nothing; the pattern is told of if nothing else does.
            return [];
        }
    }

    private static bool Exists(RawPath path)
    {
        try
        {
            Posix.StatusOfPath(path.Bytes);
            return true;
        }
        catch (SystemCallException)
        {
            return false;
        }
    }

    private static RepositoryException Wrong(string what) => new(RepositoryFault.Request, what);
}
