using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Presentation.Plans.Compared;

/// <summary>The first line: what the change of a plan comes down to.</summary>
public static class DiffVerdict
{
    public static string Of(PlanComparison comparison, bool sameWords)
    {
        var worse = comparison.Systems.Where(s => s.System.IsWorse).OrderByDescending(s => Badness(s.System)).ToArray();
        var errors = comparison.Findings.Appeared.Count(f => f.Severity == Severity.Error);
        if (worse.Length > 0)
        {
            return $"{Worse(worse[0].Scenario, worse[0].System)}{(worse.Length > 1 ? $" {Count(worse.Length - 1, "other gets", "others get")} worse, too." : "")}";
        }

        if (errors > 0)
        {
            return $"{Count(errors, "new finding is an error", "new findings are errors")}: {comparison.Findings.Appeared.First(f => f.Severity == Severity.Error).Message}.";
        }

        if (sameWords && comparison.Findings is { Appeared.IsEmpty: true, Gone.IsEmpty: true } && comparison.Systems.All(s => !s.System.IsChanged))
        {
            return "Nothing changes.";
        }

        var better = comparison.Systems.Where(s => s.System.IsBetter).ToArray();
        return "Nothing gets worse beyond a target."
            + (better.Length > 0 ? $" {Better(better[0].Scenario, better[0].System)}{(better.Length > 1 ? $" {Count(better.Length - 1, "other gets", "others get")} better, too." : "")}" : "");
    }

    /// <summary>Such as <c>ERP: 3 h 10 min → 5 h 40 min in "office fire", RTO 4 h: fails.</c></summary>
    private static string Worse(ScenarioComparison scenario, SystemComparison system)
    {
        var (was, now) = (system.Before!, system.After!);
        if (now.Unrecoverable is { } why)
        {
            return $"{system.System}: {Outcomes.Time(was)} → never in \"{scenario.Scenario}\": {why}.";
        }

        if (!system.RtoIsWorse)
        {
            return $"{system.System}: loses at most {Outcomes.Of(was.Rpo)} → {Outcomes.Of(now.Rpo)} in \"{scenario.Scenario}\", RPO {Outcomes.Change(was.TargetRpo, now.TargetRpo)}: {End(now.RpoStanding)}.";
        }

        var upper = now.RtoStanding == Standing.Usually;
        return $"{system.System}: {(upper ? "P90 " : "")}{Outcomes.Of(upper ? was.Rto.P90 : was.Rto.P50)} → {Outcomes.Of(upper ? now.Rto.P90 : now.Rto.P50)} in \"{scenario.Scenario}\", "
            + $"RTO {Outcomes.Change(was.TargetRto, now.TargetRto)}: {End(now.RtoStanding)}.";
    }

    private static string Better(ScenarioComparison scenario, SystemComparison system)
    {
        var (was, now) = (system.Before!, system.After!);
        return Standings.IsWorse(now.RtoStanding, was.RtoStanding)
            ? $"{system.System}: {Outcomes.Time(was)} → {Outcomes.Time(now)} in \"{scenario.Scenario}\", RTO {Outcomes.Change(was.TargetRto, now.TargetRto)}: better."
            : $"{system.System}: loses at most {Outcomes.Of(was.Rpo)} → {Outcomes.Of(now.Rpo)} in \"{scenario.Scenario}\", RPO {Outcomes.Change(was.TargetRpo, now.TargetRpo)}: better.";
    }

    private static string End(Standing standing) => standing switch
    {
        Standing.Usually => "kept, but no longer nine times in ten",
        Standing.Unknown => "nobody knows any more",
        _ => "fails",
    };

    /// <summary>What never comes back first, then what misses its target most, then what no one knows.</summary>
    private static double Badness(SystemComparison system) => system.After! switch
    {
        { Unrecoverable: not null } => double.PositiveInfinity,
        var now => Math.Max(system.RtoIsWorse ? Ratio(now.Rto.P50.Value, now.TargetRto) : 0, system.RpoIsWorse ? Ratio(now.Rpo.Value, now.TargetRpo) : 0),
    };

    private static double Ratio(TimeSpan? predicted, TimeSpan target) => predicted is { } value ? value / target : 0.5;

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
