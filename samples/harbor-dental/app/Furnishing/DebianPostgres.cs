namespace HarborDental.Furnishing;

/// <summary>
/// Installs PostgreSQL's programs without the cluster that Debian's package makes and starts by itself: the practice has its own, and a
/// demo shall not leave a server running that nobody asked for.
/// </summary>
internal static class DebianPostgres
{
    private const string Settings = "/etc/postgresql-common/createcluster.d";

    public static async Task Install()
    {
        await AptGet("update");
        await AptGet("install", "-y", "--no-install-recommends", "postgresql-common");
        var noCluster = Path.Combine(Settings, "harbor-dental.conf");
        Directory.CreateDirectory(Settings);
        await File.WriteAllTextAsync(noCluster, "create_main_cluster = false\n");
        try
        {
            await AptGet("install", "-y", "--no-install-recommends", "postgresql");
        }
        finally
        {
            File.Delete(noCluster);
        }
    }

    // Another apt-get may be at work for a while.
    private static Task<string> AptGet(params string[] words) =>
        ProgramRun.ToEnd("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", .. words]);
}
