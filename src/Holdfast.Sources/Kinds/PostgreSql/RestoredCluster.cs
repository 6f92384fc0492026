using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Sources.Processes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>
/// Makes a restored cluster a server of its own. As it was copied it would go on as what it was: archive into the lost site's archive,
/// follow its old primary, wait for standbys that are not there, or work in the old data folder.
/// </summary>
internal sealed partial class RestoredCluster(string cluster, TimeProvider time)
{
    private const string OwnSettings = "postgresql.auto.conf";
    private const string AskedToRecover = "recovery.signal";
    private const int SettingsInsteadOfRecoveryConf = 12; // From that version on; before it recovery.conf had them.
    private const int ArchiveLibrary = 15;

    /// <param name="drill">Whether it comes back beside production, which then keeps its subscriptions and jobs to itself.</param>
    /// <returns>What an operator should know about what is off now; null: nothing was on.</returns>
    public async Task<string?> StandAloneAsync(bool drill, CancellationToken cancellationToken)
    {
        var version = Version();
        var before = string.Concat(await Task.WhenAll(new[] { "postgresql.conf", OwnSettings }.Select(f => ReadAsync(f, cancellationToken))));
        string[] told =
        [
            .. File.Exists(In("standby.signal")) || RecoveryConfFollows() ? ["it was copied from a standby and comes back as a server of its own"] : Array.Empty<string>(),
            .. Archives().IsMatch(before)
                ? ["its archiving is off, so that it writes nothing into the archive of the lost site: when it has one of its own, set archive_command and ALTER SYSTEM SET archive_mode = on, and start it again"]
                : Array.Empty<string>(),
            .. WaitsForStandbys().IsMatch(before) ? ["it waits for no standby any more (synchronous_standby_names is empty)"] : Array.Empty<string>(),
        ];
        foreach (var signal in new[] { "standby.signal", AskedToRecover, "recovery.conf" })
        {
            File.Delete(In(signal));
        }

        await LeaveOldFolderAsync(cancellationToken);
        await WriteAsync(OwnSettings, await ReadAsync(OwnSettings, cancellationToken) + Settings(version, drill), cancellationToken);
        if (version >= SettingsInsteadOfRecoveryConf)
        {
            // Recovery by request, not after a crash: it ends on a timeline of its own, so what it archives one day never has the name
            // of something that the old server archived. PostgreSQL removes the file then.
            await WriteAsync(AskedToRecover, "", cancellationToken);
        }

        return told.Length == 0 ? null : string.Join("; ", told);
    }

    private static string Settings(int version, bool drill)
    {
        string[] settings =
        [
            "archive_mode = 'off'",
            "archive_command = ''",
            "synchronous_standby_names = ''",
            "external_pid_file = ''",
            .. version >= ArchiveLibrary ? ["archive_library = ''"] : Array.Empty<string>(),
            .. version >= SettingsInsteadOfRecoveryConf
                ?
                [
                    "primary_conninfo = ''", "primary_slot_name = ''", "archive_cleanup_command = ''", "recovery_end_command = ''",
                    "recovery_target = ''", "recovery_target_lsn = ''", "recovery_target_name = ''", "recovery_target_time = ''", "recovery_target_xid = ''",
                    "restore_command = 'false'", // Asked for and answered "there is none": what it needs was copied with it.
                ]
                : Array.Empty<string>(),
            .. drill ? ["max_logical_replication_workers = 0", "cron.launch_active_jobs = 'off'", "logging_collector = 'off'"] : Array.Empty<string>(),
        ];
        return $"\n# Holdfast restored this cluster. It begins as a server of its own; ALTER SYSTEM SET or RESET changes each of these.\n{string.Join('\n', settings)}\n";
    }

    /// <summary>A server that is started on this folder must not work in another that its configuration names.</summary>
    private async Task LeaveOldFolderAsync(CancellationToken cancellationToken)
    {
        const string file = "postgresql.conf";
        var text = await ReadAsync(file, cancellationToken);
        if (DataFolder().Match(text) is { Success: true } named && named.Groups[1].Value.TrimEnd('/') != cluster)
        {
            await WriteAsync(file, DataFolder().Replace(text, "#$0   # Holdfast restored this cluster to another folder"), cancellationToken);
        }
    }

    private bool RecoveryConfFollows() => File.Exists(In("recovery.conf"));

    private int Version()
    {
        try
        {
            return int.TryParse(File.ReadAllText(In("PG_VERSION")).Trim().Split('.')[0], CultureInfo.InvariantCulture, out var version) ? version : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{In("PG_VERSION")} cannot be read: {e.Message}", "the recovery point is not a whole cluster; choose another") { IsOfPoint = e is IOException };
        }
    }

    private async Task<string> ReadAsync(string name, CancellationToken cancellationToken) =>
        File.Exists(In(name)) ? await File.ReadAllTextAsync(In(name), cancellationToken) + "\n" : "";

    /// <summary>As a file of the cluster's own: a link that was copied with it would lead to the old server's.</summary>
    private async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        if (new FileInfo(In(name)).LinkTarget is not null)
        {
            File.Delete(In(name));
        }

        var isNew = !File.Exists(In(name));
        await File.WriteAllTextAsync(In(name), text, cancellationToken);
        if (isNew)
        {
            File.SetUnixFileMode(In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await Chown.LikeAsync(cluster, In(name), time, cancellationToken);
        }
    }

    private string In(string name) => Path.Combine(cluster, name);

    [GeneratedRegex(@"^\s*archive_mode\s*=?\s*'?(on|always|true|yes|1)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Archives();

    [GeneratedRegex(@"^\s*synchronous_standby_names\s*=?\s*'[^']", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex WaitsForStandbys();

    [GeneratedRegex(@"^\s*data_directory\s*=?\s*'([^'\n]*)'[^\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DataFolder();
}
