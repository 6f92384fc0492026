using System.Text;

namespace Holdfast.Cli.Repo;

/// <summary>
/// The bytes of an argument of this program. .NET hands arguments over as text, in which bytes that are no UTF-8 are lost; a file may
/// have such a name.
/// </summary>
internal static class RawArgument
{
    internal static byte[] Of(string argument) =>
        argument.Contains('\uFFFD', StringComparison.Ordinal) ? Find(argument) ?? Encoding.UTF8.GetBytes(argument) : Encoding.UTF8.GetBytes(argument);

    // The system keeps the line as it was given, a zero byte behind each argument.
    private static byte[]? Find(string argument)
    {
        var line = Encoding.Latin1.GetString(File.ReadAllBytes("/proc/self/cmdline"));
        return line.Split('\0').Select(Encoding.Latin1.GetBytes).FirstOrDefault(a => Encoding.UTF8.GetString(a) == argument);
    }
}
