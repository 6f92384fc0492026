using System.Diagnostics;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>How a program is started whose arguments need not be UTF-8: .NET would hand over others.</summary>
public static class RawProgram
{
    /// <param name="command">Its name and arguments, as <see cref="RawText"/>.</param>
    public static ProcessStartInfo Of(IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Any(RawText.HoldsOther))
        {
            return new(command[0], command.Skip(1));
        }

        // The shell is told the line byte by byte, and makes itself the program.
        var line = new StringBuilder();
        foreach (var b in RawText.ToBytes("exec " + string.Join(' ', command.Select(Quoted))))
        {
            line.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
        }

        return new("/bin/sh", ["-c", $"eval \"$(printf '{line}')\""]);
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
