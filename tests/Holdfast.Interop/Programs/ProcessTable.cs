using System.Globalization;

namespace Holdfast.Interop.Programs;

/// <summary>What runs on this machine, from <c>/proc</c>.</summary>
internal static class ProcessTable
{
    /// <summary>Command lines that hold the text.</summary>
    public static IEnumerable<string> Mentioning(string text) => All().Where(p => p.CommandLine.Contains(text, StringComparison.Ordinal)).Select(p => p.CommandLine);

    public static IEnumerable<(int Id, string CommandLine)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && CommandLineOf(folder) is { } line)
            {
                yield return (id, line);
            }
        }
    }

    private static string? CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
        }
        catch (IOException)
        {
            return null; // It ended while we looked.
        }
    }
}
