namespace Holdfast.Agent.Discovery;

/// <summary>
/// Folders with files that nothing else that was found speaks of, where people and programs usually keep data. Each is protected or named: what
/// no one mentions is missed when it is gone.
/// </summary>
public sealed class DataFolderFinder(Machine machine)
{
    public const int MostCounted = 10_000;

    private const string People = "people keep files there";
    private const string Programs = "programs are put there; what they keep there would be lost";
    private const string OfPrograms = "a program keeps its data there, and as files they are whole only while it does not run";

    // The places, whether each of their folders is one of its own, and whether it is proposed.
    private static readonly (string Place, bool InParts, bool IsData, string Why)[] Places =
    [
        ("/srv", true, true, "data that a machine serves is there"),
        ("/data", true, true, People),
        ("/var/www", true, true, "web sites are there"),
        ("/home", true, true, People),
        ("/var/mail", false, true, "mail that was received is there"),
        ("/var/vmail", false, true, "mail that was received is there"),
        ("/var/spool/cron", false, true, "the users' own cron tables are there"),
        ("/root", false, false, "it is the administrator's own"),
        ("/opt", true, false, Programs),
        ("/usr/local/bin", false, false, Programs),
        ("/usr/local/sbin", false, false, Programs),
        ("/usr/local/etc", false, false, Programs),
        ("/mnt", true, false, "a disk is usually mounted there"),
        ("/media", true, false, "a disk is usually mounted there"),
        ("/var/lib/docker/volumes", true, false, "it is a volume of containers, which is whole only while they do not run"),
        .. new[]
        {
            "redis", "mongodb", "grafana", "jenkins", "gitea", "forgejo", "gitlab", "elasticsearch", "opensearch", "influxdb", "prometheus", "libvirt/images",
            "ldap", "bind", "rabbitmq", "etcd", "minio", "couchdb", "cassandra", "clickhouse", "neo4j", "nextcloud", "vaultwarden", "zabbix", "mailman", "mailman3",
            "samba/private", "openldap", "unifi", "plexmediaserver", "tomcat9", "tomcat10", "asterisk", "machines", "lxc", "incus", "lxd",
        }.Select(name => ($"/var/lib/{name}", false, false, OfPrograms)),
    ];

    // Ours, what makes itself again, and what other finders speak of.
    private static readonly HashSet<string> Skipped = ["/srv/holdfast", "/home/lost+found", "/opt/containerd"];

    /// <param name="found">What was found before.</param>
    public IReadOnlyList<FoundFolder> Find(IReadOnlyList<Found> found, CancellationToken cancellationToken)
    {
        var mounts = new MountTable(machine);
        var covered = found.SelectMany(PlacesOf).Select(p => p.TrimEnd('/')).Where(p => p.Length > 0).ToHashSet();
        var folders = new List<FoundFolder>();
        foreach (var (place, inParts, isData, why) in Places)
        {
            foreach (var folder in Parts(place, inParts).Select(machine.Canonical).OfType<string>().Distinct().Where(f => !folders.Exists(known => known.Folder == f)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Look(folder, covered, mounts, isData, why) is { } one)
                {
                    folders.Add(one);
                }
            }
        }

        return folders;
    }

    private IEnumerable<string> Parts(string place, bool inParts)
    {
        // Files beside the folders would be in none of them.
        var entries = inParts ? machine.List(place).Where(e => !Path.GetFileName(e).StartsWith('.')).ToArray() : [];
        return !inParts || entries.Any(machine.HasFile) ? machine.HasFolder(place) ? [place] : [] : entries.Where(machine.HasFolder);
    }

    private FoundFolder? Look(string folder, HashSet<string> covered, MountTable mounts, bool isData, string why)
    {
        if (Skipped.Contains(folder) || Above(folder).Any(covered.Contains) || !machine.List(folder).Any(e => !Path.GetFileName(e).StartsWith('.')) || IsRepository(folder))
        {
            return null;
        }

        var type = mounts.At(folder);
        if (type is not null && MountTable.HoldsNoData(type))
        {
            return null;
        }

        return type is not null && !MountTable.IsDisk(type)
            ? new(folder, 0, $"it is mounted from elsewhere ({type}); what keeps it there has to be protected there", IsData: false, IsChosen: false)
            : machine.CountFiles(folder, covered, MostCounted) is > 0 and var files ? new(folder, files, why, isData, IsChosen: false) : null;
    }

    private bool IsRepository(string folder) => machine.HasFile(folder + "/config") && machine.HasFolder(folder + "/snapshots") && machine.HasFolder(folder + "/index");

    private static IEnumerable<string> Above(string folder)
    {
        for (var place = folder; place is not null and not "/"; place = Path.GetDirectoryName(place))
        {
            yield return place;
        }
    }

    private static IEnumerable<string> PlacesOf(Found found) => found switch
    {
        FoundPostgreSql p => [p.Folder],
        FoundMariaDb m => [m.Folder],
        FoundSqlite { File: var file } => [file, file + "-wal", file + "-shm", file + "-journal"],
        FoundShare share => [share.Folder],
        FoundSite site => [site.Folder],
        FoundUnit { IsOwn: true } unit => unit.Folders,
        FoundContainer container => container.Mounts.SelectMany(m => m.StartsWith('/') ? [m] : new[] { $"/var/lib/docker/volumes/{m}" }),
        _ => [],
    };
}
