using System.Xml.Linq;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Reports;

/// <summary>What is other than it was: copies, the plan, what is unwise in it.</summary>
internal static class ChangesSection
{
    /// <summary>Where nothing was ever drilled there is nothing to count from.</summary>
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private const int MostFindings = 4;

    public static XElement Of(ReportBasis basis)
    {
        // What a plan was is known of the plans that runs followed.
        var before = basis.Runs.LastOrDefault(run => basis.Since is not { } since || run.Max(t => t.At) <= since);
        var from = basis.Since ?? before?.Max(t => t.At) ?? basis.Now - Month;
        return ReportDocument.Section(
            "changes",
            basis.Since is null && before is not null ? $"What changed since the last drill or failover, {Said.Of(from.ToUniversalTime())}" : $"What changed since {Said.Of(from.ToUniversalTime())}",
            Html.Bullets([.. OfCopies(basis, from), .. OfRuns(basis, from), .. OfPlan(basis, before)]));
    }

    private static IEnumerable<object?> OfCopies(ReportBasis basis, DateTimeOffset from)
    {
        ProtectionRecord[] made = [.. basis.Basis.History.Copies.Where(c => c.ReadAt is null && c.TakenAt > from && !ClockSkew.IsAhead(c, basis.Now))];
        if (made.Length == 0)
        {
            yield return "No copy was made, nor was it tried.";
            yield break;
        }

        var (counted, suspect) = (made.Count(c => c.Counts), made.Count(c => c.Outcome == CopyOutcome.Suspect));
        var systems = made.Where(c => c.Counts).Select(c => c.System).Distinct().Count();
        yield return $"Verified copies: {Spoken.Count(counted)}, of {Spoken.Count(systems)} {(systems == 1 ? "system" : "systems")}, which added {Spoken.Bytes(made.Where(c => c.Counts).Sum(c => c.Added))} to repositories"
            + (suspect == 0 ? "" : $"; {Spoken.Count(suspect)} are suspect")
            + (made.Length == counted + suspect ? "." : $"; {Spoken.Count(made.Length - counted - suspect)} tries made no copy that counts.");
        if (made.Where(c => c.DamagedAt is not null).Select(c => c.System).Distinct().ToArray() is [_, ..] damaged)
        {
            yield return Html.Strong($"Copies of {StatusScreen.Names(damaged)} were found damaged.");
        }
    }

    private static IEnumerable<object?> OfRuns(ReportBasis basis, DateTimeOffset from)
    {
        if (basis.Since is not null)
        {
            var runs = basis.Runs.Where(run => run.Max(t => t.At) > from).ToArray();
            yield return runs.Length == 0 ? "Nothing was drilled or failed over."
                : $"{(runs.Length == 1 ? "One drill or failover" : $"{Spoken.Count(runs.Length)} drills and failovers")}, {runs.Count(run => run.Any(t => t.Failed))} failed.";
        }

        if (basis.Past.CutShort.Where(c => c.At > from && !ClockSkew.IsAhead(c.At, basis.Now)).Select(c => c.Run).Distinct().ToArray() is [_, ..] cut)
        {
            yield return $"Given up or cut off: {StatusScreen.Names(cut)}.";
        }
    }

    private static IEnumerable<object?> OfPlan(ReportBasis basis, IGrouping<string, Trial>? before)
    {
        if (before?.Last() is not { } last)
        {
            yield return "What the plan said before is not known: no drill or failover followed it.";
            yield return $"The plan has {Counted(basis.Findings.Count)} (\"holdfast plan check\"), {Spoken.Count(basis.Findings.Count(f => f.Severity == Severity.Error))} of them errors.";
            yield break;
        }

        if (last.PlanHash == basis.Source.Hash)
        {
            yield return $"The plan is the same as in {last.Run}, with {Counted(basis.Findings.Count)}, {Spoken.Count(basis.Findings.Count(f => f.Severity == Severity.Error))} of them errors.";
            yield break;
        }

        var changed = basis.Answer.Systems.Where(s => s.Lacks.Any(l => l.Kind is LackKind.PlanChanged or LackKind.StepsNotDrilled or LackKind.HostNeverReached)).Select(s => s.System.Name).ToArray();
        yield return $"The plan is another one (SHA-256 {basis.Source.Hash[..12]}) than {last.Run} followed ({Start(last.PlanHash)}); "
            + (changed.Length == 0 ? "no recovery in it is other than was shown." : $"other than was shown, and not drilled since: {StatusScreen.Names(changed)}.");
        if (basis.Past.PlanOf(last) is not { } then)
        {
            yield return "That plan is no longer at hand, so which findings are new is not known.";
            yield break;
        }

        var findings = FindingComparison.Of(Findings.Of(then, basis.Source.Places, DateOnly.FromDateTime(basis.Now.DateTime)), [.. basis.Findings]);
        yield return findings.Appeared.IsEmpty && findings.Gone.IsEmpty
            ? $"Its findings are the same: {Counted(basis.Findings.Count)}."
            : $"{Spoken.Count(findings.Appeared.Length)} findings are new, {Spoken.Count(findings.Gone.Length)} are gone.";
        foreach (var finding in findings.Appeared.OrderByDescending(f => f.Severity).Take(MostFindings))
        {
            yield return $"New, {finding.Severity.ToString().ToLowerInvariant()}: {finding.Message}";
        }
    }

    private static string Counted(int findings) => findings == 1 ? "1 finding" : $"{Spoken.Count(findings)} findings";

    private static string Start(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
