using System.Globalization;
using HarborDental.CommandLine;

namespace HarborDental.Furnishing;

/// <summary>Where this machine keeps PostgreSQL's server programs.</summary>
internal static class PostgresPrograms
{
    private const string DebianVersions = "/usr/lib/postgresql";

    /// <summary>The folder of the highest version; else what <c>pg_config</c> says; else, as root on Debian, installed now.</summary>
    public static async Task<string> FindOrInstall()
    {
        if (Find() is { } found) return found;
        if (Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            Console.WriteLine("Installing PostgreSQL from Debian's packages ...");
            await DebianPostgres.Install();
        }

        return Find() ?? throw new SampleException(
            "PostgreSQL's server programs (initdb, postgres) are not on this machine",
            "install them (Debian: apt install postgresql), or furnish without --postgres.");
    }

    private static string? Find()
    {
        var versions = Directory.Exists(DebianVersions)
            ? from folder in Directory.GetDirectories(DebianVersions)
              let version = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
              orderby version descending
              select Path.Combine(folder, "bin")
            : [];
        return versions.Append(Configured()).FirstOrDefault(IsWhole);
    }

    private static bool IsWhole(string? folder) =>
        folder is not null && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static string? Configured()
    {
        try
        {
            return ProgramRun.ToEnd("pg_config", ["--bindir"]).GetAwaiter().GetResult().Trim();
        }
        catch (SampleException)
        {
            return null; // not installed, which the caller says
        }
    }
}
