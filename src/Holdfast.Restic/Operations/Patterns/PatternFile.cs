using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Patterns;

/// <summary>
/// Patterns out of a text file, as restic reads them: one a line, without the space around it; empty lines and those that begin with
/// <c>#</c> are left out; <c>$NAME</c> and <c>${NAME}</c> are variables of the environment, <c>$$</c> is a <c>$</c>.
/// </summary>
public static class PatternFile
{
    /// <exception cref="RepositoryException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            var lines = RawText.FromFile(RawFile.ReadAll(path)).Split('\n');
            return [.. lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(Expanded)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(RepositoryFault.Request, $"failed to read patterns from file \"{path}\": {e.Message}", inner: e);
        }
    }

    private static string Expanded(string line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] != '$' || i + 1 == line.Length)
            {
                text.Append(line[i++]);
                continue;
            }

            var name = VariableAt(line, i + 1, out var length);
            text.Append(name == "$" ? "$" : name.Length > 0 ? RawEnvironment.Variable(name) : length > 0 ? "" : "$");
            i += 1 + length;
        }

        return text.ToString();
    }

    // Names as Go's os.Expand takes them: in braces, one of the shell's special characters, or letters, digits and _.
    private static string VariableAt(string line, int at, out int length)
    {
        if (line[at] == '{')
        {
            var close = line.IndexOf('}', at);
            length = close < 0 ? 1 : close - at + 1;
            return close < 0 ? "" : line[(at + 1)..close];
        }

        if ("*#$@!?-0123456789".Contains(line[at], StringComparison.Ordinal))
        {
            length = 1;
            return line[at].ToString();
        }

        length = line[at..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_').Count();
        return line.Substring(at, length);
    }
}
