using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// What shows that a system operates: a check that can fail was answered. Checks that pass with nothing there show nothing (a program that always
/// succeeds, a query that reads no table), and neither do steps that only do something. docs/decisions/0013 says why.
/// </summary>
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

    /// <summary>Whether nothing would show that the system operates when its steps are done: each of its checks is empty, or it has none.</summary>
    /// <param name="idle">Names of steps that are checks and were seen to show nothing.</param>
    public static bool AreAll(ProtectedSystem system, IReadOnlyCollection<string>? idle = null) =>
        !system.Recover.Any(step => step.Action is CheckAction check && !IsEmpty(check, system) && idle?.Contains(step.Name) != true);

    /// <summary>Whether the system is brought back and never asked.</summary>
    public static bool HasNone(ProtectedSystem system) => !system.Recover.Any(step => step.Action is CheckAction);

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
