using System.Globalization;
using Holdfast.Sources.Processes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>Where PostgreSQL's own programs are: those of the cluster's version first, then PATH, then the newest installed.</summary>
/// <param name="installed">Where distributions put one folder per major version.</param>
internal sealed class PostgreSqlPrograms(string? path, string installed = "/usr/lib/postgresql")
{
    internal string? Find(string name, string cluster)
    {
        var versions = Directory.Exists(installed)
            ? Directory.GetDirectories(installed).OrderByDescending(VersionOf).Select(v => Path.Combine(v, "bin")).ToArray()
            : [];
        var own = versions.Where(bin => Path.GetFileName(Path.GetDirectoryName(bin)) == MajorOf(cluster));
        return Executables.Find(name, null, string.Join(':', own.Append(path).Where(p => !string.IsNullOrEmpty(p)).Concat(versions)));
    }

    private static double VersionOf(string folder) =>
        double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static string? MajorOf(string cluster)
    {
        try
        {
            return File.ReadAllText(Path.Combine(cluster, "PG_VERSION")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The cluster's folder is the server's own; we may not be let in, and need not.
        }
    }
}
