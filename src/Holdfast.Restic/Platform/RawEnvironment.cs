using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>The environment's variables and the working folder as <see cref="RawText"/>: .NET's own readings lose bytes that are not UTF-8.</summary>
public static unsafe class RawEnvironment
{
    private const char Lost = '\uFFFD';

    /// <summary>Where the program is now.</summary>
    public static string WorkingFolder
    {
        get
        {
            var told = Environment.CurrentDirectory;
            return told.Contains(Lost, StringComparison.Ordinal) ? RawText.FromBytes(Posix.ReadLink("/proc/self/cwd"u8)) : told;
        }
    }

    /// <returns>Null: it is not set.</returns>
    public static string? Variable(string name)
    {
        var told = Environment.GetEnvironmentVariable(name);
        if (told is null || !told.Contains(Lost, StringComparison.Ordinal)
            || Libc.getenv(Posix.Terminated(Encoding.UTF8.GetBytes(name))) is not (not 0 and var at))
        {
            return told;
        }

        // What .NET was told to set since does not reach the system's own copy; then the two say different things.
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)at);
        return Encoding.UTF8.GetString(bytes) == told ? RawText.FromBytes(bytes) : told;
    }

    /// <summary>The arguments of this program, of which .NET hands over <paramref name="told"/>, the last ones.</summary>
    public static string[] Arguments(string[] told)
    {
        ArgumentNullException.ThrowIfNull(told);
        if (!told.Any(a => a.Contains(Lost, StringComparison.Ordinal)))
        {
            return told;
        }

        // The system keeps the line as it was given, a zero byte behind each argument.
        var line = Encoding.Latin1.GetString(RawFile.ReadAll("/proc/self/cmdline"));
        var given = line.Split('\0').SkipLast(1).Select(Encoding.Latin1.GetBytes).TakeLast(told.Length).ToArray();
        return given.Length == told.Length && told.Zip(given).All(p => Encoding.UTF8.GetString(p.Second) == p.First)
            ? Array.ConvertAll(given, g => RawText.FromBytes(g))
            : told;
    }
}
