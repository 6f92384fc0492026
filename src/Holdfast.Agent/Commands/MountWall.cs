using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Commands;

/// <summary>
/// Runs a program in a mount namespace of its own, in which what lies behind a <see cref="Wall"/> is empty or cannot be written to. A path
/// that a program makes up by itself, such as <c>../../office</c>, leads there as surely as one that a plan writes out.
/// </summary>
internal static class MountWall
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // Its arguments: the drill's folder, how many paths of each kind follow, those paths, the program. None is ever read by the shell as
    // code. What fails ends it before the program begins: there is no half a wall. The namespace dies with its last process. Without
    // CAP_SYS_ADMIN the program can't take the wall down again; a mount of its own fails at once, where no later step would see it.
    private const string Script =
        """
        set -e
        drill=$1; closed=$2; hidden=$3; shift 3
        mount --bind -- "$drill" "$drill"
        while [ "$closed" -gt 0 ]; do
          mount --rbind -- "$1" "$1"; mount -o remount,bind,ro -- "$1"
          closed=$((closed-1)); shift
        done
        while [ "$hidden" -gt 0 ]; do
          if [ -d "$1" ]; then mount -t tmpfs -o ro,size=4k,mode=0555 holdfast-wall "$1"; else mount --bind /dev/null "$1"; fi
          hidden=$((hidden-1)); shift
        done
        cd -- "$drill"
        exec setpriv --bounding-set=-sys_admin -- "$@"
        """;

    /// <summary>Through these a program has others work for it, outside of its own namespace: containers, units, messages, mail, timed jobs.</summary>
    private static readonly string[] Daemons =
    [
        "/run/systemd/private", "/run/dbus/system_bus_socket", "/var/spool/postfix/public", "/var/spool/postfix/maildrop", "/var/spool/cron", "/var/spool/at",
    ];

    private static readonly string[] Containers =
        ["/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock", "/run/libvirt/libvirt-sock", "/run/snapd.socket"];

    /// <param name="words">Program, then arguments.</param>
    /// <returns>The same behind the wall.</returns>
    internal static string[] Behind(Wall wall, IEnumerable<string> words)
    {
        // Links are resolved here as mount(8) does: a path behind one is hidden where it really is.
        var there = wall.Hidden.Concat(Daemons).Concat(wall.Containers ? [] : Containers).Where(Path.Exists).Select(Real).Distinct(StringComparer.Ordinal).ToArray();
        string[] needed = [Real(wall.Folder), .. wall.Kept.Where(Path.Exists).Select(Real)];
        var closed = there.Where(path => path != "/" && needed.Any(place => IsIn(place, path))).Order(StringComparer.Ordinal).ToArray();
        var hidden = there.Where(path => path != "/" && !closed.Contains(path) && !IsIn(path, needed[0])).ToArray();
        string[] outermost = [.. hidden.Where(path => !hidden.Any(other => other != path && IsIn(path, other)))];
        return
        [
            "unshare", "--mount", "--propagation", "private", "--", "sh", "-c", Script, "sh",
            wall.Folder, $"{closed.Length}", $"{outermost.Length}", .. closed, .. outermost, .. words,
        ];
    }

    /// <returns>Why it can't be built here; null: it can.</returns>
    internal static async Task<string?> WhyNotAsync(Wall wall, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return $"Holdfast runs as {Environment.UserName}, and only root may make a mount namespace";
        }

        try
        {
            var words = Behind(wall, ["true"]);
            var end = await new HostProgram(words[0], words[1..]).RunAsync(time, Longest, cancellationToken);
            return end.IsGood ? null : $"this machine allows no mount namespace: {end.LastLines(1)}";
        }
        catch (HostException e)
        {
            return e.Message;
        }
    }

    private static string Real(string path)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null)
        {
            return path;
        }

        var here = Path.Combine(Real(folder), Path.GetFileName(path));
        try
        {
            return Directory.Exists(here) ? new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here
                : new FileInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return here; // A circle of links leads nowhere.
        }
    }

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
