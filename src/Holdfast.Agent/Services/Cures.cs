using System.Text.RegularExpressions;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>What to do about what programs say on a machine that lacks something: a unit, a program, a user's right, a version.</summary>
internal static partial class Cures
{
    private const int NotFound = 127; // What a shell ends with that did not find a program.

    /// <param name="said">The last words of a program.</param>
    /// <returns>Null: no cure is known.</returns>
    internal static string? Of(string said, ProgramEnd? end = null)
    {
        if (UnitMissing().Match(said) is { Success: true } unit)
        {
            var name = unit.Groups["unit"].Value;
            return $"the unit {name} is not on this host: put its file into /etc/systemd/system (it is in /etc of the lost host, and so among its restored configuration), run  systemctl daemon-reload  and try again";
        }

        if (WrongVersion().Match(said) is { Success: true } version)
        {
            return $"install PostgreSQL {version.Groups["version"].Value} on this host, or start the service with its programs: such as /usr/lib/postgresql/{version.Groups["version"].Value}/bin/postgres";
        }

        return said.Contains("root\" execution of the PostgreSQL server", StringComparison.Ordinal) ? "a PostgreSQL server does not run as root: write  as: postgres  at the service in the plan"
            : said.Contains("has wrong ownership", StringComparison.Ordinal) ? "the folder must belong to the user that the server runs as: write  owner:  at the restore in the plan, and now  chown -R that user: that folder"
            : said.Contains("could not access directory", StringComparison.Ordinal) ? "the server's user must be able to enter every folder above its data: chmod o+x each of them"
            : end?.ExitCode == NotFound && ProgramMissing().Match(said) is { Success: true } program ? $"install {program.Groups["program"].Value} on this host, or give its path in the plan"
            : null;
    }

    [GeneratedRegex(@"Unit (?<unit>\S+) (?:not found|could not be found|not loaded)")]
    private static partial Regex UnitMissing();

    [GeneratedRegex(@"initialized by PostgreSQL version (?<version>[0-9]+(?:\.[0-9]+)?)")]
    private static partial Regex WrongVersion();

    [GeneratedRegex(@"(?:[0-9]+: )?(?<program>[^\s:]+): (?:command )?not found")]
    private static partial Regex ProgramMissing();
}
