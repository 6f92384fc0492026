using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>Programs that start and stop what the machine has, of which there is one: a drill's folder does not hold them back.</summary>
internal static partial class MachineServices
{
    private static readonly string[] Names = ["systemctl", "service", "rc-service", "invoke-rc.d", "initctl", "pg_ctlcluster", "crontab", "reboot", "shutdown", "poweroff"];

    /// <returns>Those that the command runs, as far as its words tell.</returns>
    public static IEnumerable<string> In(ImmutableArray<string> command)
    {
        var words = command.SkipWhile(w => NameOf(w) is "sudo" or "env" or "nice").ToArray();
        return words switch
        {
            [] => [],
            [var shell, "-c", var line, ..] when NameOf(shell) is "sh" or "bash" or "dash" => Commands().Matches(line).Select(m => NameOf(m.Groups["program"].Value)).Where(Names.Contains),
            [var program, ..] => Names.Where(name => name == NameOf(program)),
        };
    }

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"(?:^|[;&|(\n]|\b(?:sudo|then|do|else|exec)\s)\s*(?=(?<program>[\w./\-]+))")]
    private static partial Regex Commands();
}
