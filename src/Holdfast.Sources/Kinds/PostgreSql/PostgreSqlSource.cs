using System.Globalization;
using Holdfast.Sources.Processes;
using Holdfast.Sources.Secrets;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>
/// A whole PostgreSQL cluster, copied by <c>pg_basebackup</c> with the WAL that makes it consistent, so that a server starts on
/// it without anything else. Configuration that lies outside the cluster's folder (Debian: <c>/etc/postgresql</c>) is kept with it.
/// </summary>
/// <param name="cluster">The data folder, absolute.</param>
/// <param name="port">The server is reached on 127.0.0.1.</param>
/// <param name="password">Asked for only when the server is spoken to; gives null where none is needed.</param>
public sealed class PostgreSqlSource(
    string cluster, int port, string user, Func<CancellationToken, Task<Secret?>> password, TimeProvider time) : ISource
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    private static readonly string[] EveryClusterHas = ["PG_VERSION", "global/pg_control"];

    /// <summary>What the last copy lacks of the configuration.</summary>
    private IReadOnlyList<string> _missing = [];

    private readonly PostgreSqlPrograms _programs = new(Environment.GetEnvironmentVariable("PATH"));

    public string Target { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(cluster));

    private string Server => $"PostgreSQL on 127.0.0.1:{port} as {user}";

    public async Task<Capture> CaptureAsync(string stagingRoot, CancellationToken cancellation)
    {
        var program = _programs.Find("pg_basebackup", Target)
            ?? throw new HostException("the program pg_basebackup is not on this host",
                "install PostgreSQL's client programs of the server's version");
        var environment = ChildEnvironment.WithoutSecrets();
        environment["LC_ALL"] = "C"; // Its messages are recognized in English.
        environment["PGCONNECT_TIMEOUT"] = "15";
        if (await password(cancellation) is { } secret) environment["PGPASSWORD"] = secret.Reveal();
        var staging = StagingFolder.Create(stagingRoot);
        try
        {
            var takenAt = time.GetUtcNow();
            var folder = Path.Combine(staging.Path, "cluster");
            string[] arguments =
            [
                "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", user, "-D", folder,
                "-Fp", "-X", "stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "-w",
            ];
            var backup = new HostProgram(program, arguments) { Environment = environment, OwnSession = true };
            var end = await backup.RunAsync(time, Longest, cancellation);
            if (!end.IsGood) throw BaseBackupFailure.Explain(Server, end);
            RefuseTablespaces(folder);
            _missing = new OutsideConfiguration(Target).AddTo(folder);
            await Chown.LikeAsync(Target, folder, time, cancellation);
            return new(takenAt, folder, [], staging);
        }
        catch // Whatever it was, no one else would take away what was staged.
        {
            await staging.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every file against the manifest that the server wrote, and the WAL that the copy needs, by <c>pg_verifybackup</c>.</summary>
    public async Task<Verified> VerifyAsync(Capture capture, CancellationToken cancellation)
    {
        var tables = await FilledTables.AskAsync(port, user, await password(cancellation), cancellation);
        var verified = new Verified(null, [.. _missing, .. ClusterCopy.WarningsOf(capture.Folder)]) { Tables = tables is null ? null : TableNames.Of(tables) };
        // Before PostgreSQL 13 there is neither manifest nor program; pg_basebackup's own end is then all there is.
        if (_programs.Find("pg_verifybackup", Target) is not { } program) return verified;
        if (!File.Exists(Path.Combine(capture.Folder, "backup_manifest"))) return verified;
        var end = await new HostProgram(program, ["-q", "-i", OutsideConfiguration.Folder, capture.Folder]) { OwnSession = true }.RunAsync(time, Longest, cancellation);
        if (!end.IsGood)
            throw new HostException($"{Server}: the copy of the cluster is not whole: {end.LastLines()}",
                "it is not stored; capture again, and check the staging folder's disk");
        return verified;
    }

    public Task<string> PrepareRestoreAsync(CancellationToken cancellation)
    {
        RestoreTarget.RefuseUnlessFolder(Target);
        if (Postmaster.Of(Target) is { } server)
            throw new HostException($"the cluster {Target} is in use by {server}", "stop the server, then restore again");
        RestoreTarget.MakeWayTo(Target);
        return Task.FromResult(Target);
    }

    public async Task<string?> FinishRestoreAsync(bool drill, CancellationToken cancellation)
    {
        if (EveryClusterHas.FirstOrDefault(part => !File.Exists(Path.Combine(Target, part))) is { } lacking)
            throw new HostException($"the recovery point holds no PostgreSQL cluster: {lacking} is not in it", "choose a recovery point of this system") { IsOfPoint = true };
        foreach (var stale in Postmaster.Leavings) File.Delete(Path.Combine(Target, stale));
        // The server refuses to start on a folder that others may enter.
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var made in OutsideConfiguration.GiveTo(Target))
        {
            await Chown.LikeAsync(Path.Combine(Target, "PG_VERSION"), made, time, cancellation);
        }
        return await new RestoredCluster(Target, time).StandAloneAsync(drill, cancellation);
    }

    private static void RefuseTablespaces(string folder)
    {
        var links = Path.Combine(folder, "pg_tblspc");
        if (Directory.Exists(links) && Directory.EnumerateFileSystemEntries(links).Any())
            throw new HostException("the cluster has tablespaces outside its folder",
                "move them into the cluster's folder: they are not captured");
    }
}
