using System.Runtime.InteropServices;

namespace HarborDental.Furnishing;

/// <summary>The application installed in the office: a copy of the one that runs.</summary>
internal static class ApplicationCopy
{
    public static void To(string folder)
    {
        var from = AppContext.BaseDirectory;
        // A build carries SQLite for every system there is; this one needs its own.
        var foreign = Path.Combine(from, "runtimes") + Path.DirectorySeparatorChar;
        var own = Path.Combine(foreign, RuntimeInformation.RuntimeIdentifier) + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (file.StartsWith(foreign, StringComparison.Ordinal) && !file.StartsWith(own, StringComparison.Ordinal)) continue;
            var copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
