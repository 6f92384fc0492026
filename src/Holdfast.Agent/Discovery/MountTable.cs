namespace Holdfast.Agent.Discovery;

/// <summary>Which folders of a machine are other file systems, from <c>/proc/self/mountinfo</c>.</summary>
public sealed class MountTable
{
    // Disks of the machine itself. What is not here is another machine's, or no place for data.
    private static readonly HashSet<string> Disks =
        ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "overlay", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "erofs"];

    private static readonly HashSet<string> NoData =
        ["proc", "sysfs", "tmpfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "mqueue", "debugfs", "tracefs", "securityfs", "pstore", "bpf", "configfs",
            "hugetlbfs", "fusectl", "ramfs", "squashfs", "binfmt_misc", "rpc_pipefs", "nsfs", "efivarfs"];

    private readonly Dictionary<string, string> _typeAt = [];

    public MountTable(Machine machine)
    {
        foreach (var line in machine.ReadProcess("/proc/self/mountinfo")?.Split('\n') ?? [])
        {
            // 36 35 98:0 /root /mount/point options - type source options; what stands before the dash varies in number.
            var words = line.Split(' ');
            var dash = Array.IndexOf(words, "-");
            if (words.Length > 5 && dash > 5 && dash + 1 < words.Length) _typeAt[Plain(words[4])] = words[dash + 1];
        }
    }

    /// <summary>The kind of file system that is mounted exactly there; null: none.</summary>
    public string? At(string folder) => _typeAt.GetValueOrDefault(folder);

    /// <summary>Whether what lies there is on a disk of another machine, or of none.</summary>
    public bool IsElsewhere(string folder)
    {
        for (var place = Path.GetFullPath(folder); ; place = Path.GetDirectoryName(place)!)
        {
            if (At(place) is { } type) return !Disks.Contains(type);
            if (place == "/") return false;
        }
    }

    /// <summary>The places under a folder where others are mounted, in order.</summary>
    internal IEnumerable<string> Under(string folder) => _typeAt.Keys
        .Where(place => place.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) && place != folder)
        .Order(StringComparer.Ordinal);

    /// <summary>Whether such a file system is there because someone keeps data in it, and not for as long as a program runs.</summary>
    internal static bool IsLasting(string type) =>
        !NoData.Contains(type) && type is not ("overlay" or "autofs") && !type.StartsWith("fuse.", StringComparison.Ordinal);

    internal static bool IsDisk(string type) => Disks.Contains(type);

    /// <summary>Whether no one keeps data in such a file system, so that leaving it out is not worth a word.</summary>
    internal static bool HoldsNoData(string type) => NoData.Contains(type);

    // Blanks and backslashes stand as three octal digits.
    private static string Plain(string escaped) => escaped.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
