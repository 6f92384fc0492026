using Holdfast.Execution.Plans;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Upkeep;

/// <summary>The unit of systemd that keeps a plan's schedule.</summary>
/// <param name="Name">With its ending.</param>
internal sealed record ScheduleUnit(string Name, string Text)
{
    /// <param name="program">This program; absolute.</param>
    /// <param name="planFile">Absolute.</param>
    /// <param name="state">The state folder; absolute.</param>
    /// <param name="forUser">Whether it is a unit of one user's systemd.</param>
    /// <param name="metrics">Address and port at which metrics are served; null: nowhere.</param>
    public static ScheduleUnit Of(string organization, string program, string planFile, string state, bool forUser, string? metrics = null) => new(
        NameOf(organization),
        $"""
        # Written by "holdfast schedule install"; "holdfast schedule remove" takes it away.
        [Unit]
        Description=Holdfast keeps {Plain(organization)} protected
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart={Word(program)} schedule run --plan {Word(planFile)} --state {Word(state)}{(metrics is null ? "" : $" --metrics {Word(metrics)}")}
        WatchdogSec=5min
        Restart=always
        RestartSec=60
        TimeoutStopSec=5min
        UMask=0077
        Nice=5

        [Install]
        WantedBy={(forUser ? "default.target" : "multi-user.target")}

        """);

    /// <summary>Two organizations on one machine have two.</summary>
    public static string NameOf(string organization)
    {
        var words = new string([.. organization.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return $"holdfast-{(words.Length == 0 ? "plan" : string.Join('-', words))}.service";
    }

    /// <summary>Keys that a service will not find: variables of whoever typed the command.</summary>
    public static IEnumerable<string> KeysOutOfReach(PlanInForce plan) =>
        plan.Plan.Repositories.Select(r => ($"the key of repository {r.Name}", (KeyReference?)r.Key))
            .Concat(plan.Plan.Systems.Select(s => ($"the password of system {s.Name}", s.Protection?.Data.Password)))
            .Where(k => k.Item2?.Kind == KeyKind.Env)
            .Select(k => $"{k.Item1} is in the variable {k.Item2!.Value.Value}");

    /// <summary>As systemd reads a word: <c>%</c> begins a specifier, <c>$</c> a variable.</summary>
    private static string Word(string text)
    {
        var escaped = text.Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        return escaped.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '%' or '$')
            ? escaped
            : $"\"{escaped.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static string Plain(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
