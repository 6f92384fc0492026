using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>Checks that pass with nothing there: a program that always succeeds, a query that reads no table.</summary>
internal static partial class EmptyChecks
{
    /// <summary>Whether the check proves nothing of the system.</summary>
    public static bool IsEmpty(CheckAction check, ProtectedSystem system) => check switch
    {
        FilesCheck files => files.AtLeast <= 0,
        CommandCheck command => AlwaysSucceeds(command.Command),
        // A server must at least run to answer; of a file not even that is shown.
        SqlCheck sql => system.Protection?.Data is { IsDatabase: true, Port: null } && !ReadsATable().IsMatch(sql.Query),
        _ => false,
    };

    /// <summary>Whether the system has checks, and each of them is empty.</summary>
    /// <param name="idle">Names of steps that are checks and were seen to show nothing.</param>
    public static bool AreAll(ProtectedSystem system, IReadOnlyCollection<string>? idle = null)
    {
        var checks = system.Recover.Where(step => step.Action is CheckAction).ToArray();
        return checks.Length > 0 && checks.All(step => IsEmpty((CheckAction)step.Action, system) || idle?.Contains(step.Name) == true);
    }

    private static bool AlwaysSucceeds(IReadOnlyList<string> command) => command switch
    {
        [] => true,
        [var shell, "-c" or "-ec", var line] when IsShell(shell) => NothingDone().IsMatch(line),
        [var program, ..] => Path.GetFileName(program) is "true" or ":" or "echo" or "printf" or "sleep" or "date",
    };

    private static bool IsShell(string program) => Path.GetFileName(program) is "sh" or "bash" or "dash" or "ash" or "zsh";

    [GeneratedRegex(@"^\s*(exec\s+)?((/usr)?/bin/)?(true|:|exit(\s+0)?|(echo|printf|sleep|date)(\s[^;&|<>$`(]*)?)\s*;?\s*(#.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NothingDone();

    [GeneratedRegex(@"\bfrom\b|\bpragma\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadsATable();
}
