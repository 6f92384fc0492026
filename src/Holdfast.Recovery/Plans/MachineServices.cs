using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>Programs that start and stop what the machine has, of which there is one: a drill's folder does not hold them back.</summary>
internal static partial class MachineServices
{
    private static readonly string[] Names = ["systemctl", "service", "rc-service", "invoke-rc.d", "initctl", "pg_ctlcluster", "crontab", "at", "batch", "systemd-run", "machinectl", "reboot", "shutdown", "poweroff"];

    /// <summary>They have a daemon work for them, which knows nothing of a drill's folder.</summary>
    private static readonly string[] OfContainers = ["docker", "docker-compose", "podman", "podman-compose", "nerdctl", "ctr", "crictl", "kubectl", "helm", "lxc", "incus", "virsh", "snap"];

    /// <summary>They speak to people or to other machines.</summary>
    private static readonly string[] OfMessages = ["mail", "mailx", "sendmail", "msmtp", "swaks", "mutt", "ssh", "scp", "sftp", "rsync"];

    /// <returns>Those that the command runs, as far as its words tell.</returns>
    public static IEnumerable<string> In(ImmutableArray<string> command) => ProgramsOf(command).Where(Names.Contains);

    /// <summary>Programs that act outside of a drill's folder: through a daemon of containers, by mail, on another machine.</summary>
    public static IEnumerable<string> Outside(ImmutableArray<string> command) => ProgramsOf(command).Where(p => OfContainers.Contains(p) || OfMessages.Contains(p));

    public static bool UsesContainers(ImmutableArray<string> command) => ProgramsOf(command).Any(OfContainers.Contains);

    private static IEnumerable<string> ProgramsOf(ImmutableArray<string> command)
    {
        var words = command.SkipWhile(w => NameOf(w) is "sudo" or "env" or "nice").ToArray();
        return words switch
        {
            [] => [],
            [var shell, "-c", var line, ..] when NameOf(shell) is "sh" or "bash" or "dash" => Commands().Matches(line).Select(m => NameOf(m.Groups["program"].Value)),
            [var program, ..] => [NameOf(program)],
        };
    }

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"(?:^|[;&|(\n]|\b(?:sudo|then|do|else|exec)\s)\s*(?=(?<program>[\w./\-]+))")]
    private static partial Regex Commands();
}
