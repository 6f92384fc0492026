using System.Xml.Linq;
using Holdfast.Execution.Evidence;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Reports;

/// <summary>The drills and failovers, each with the file that proves it, held against its seal when this was written.</summary>
internal static class DrillsSection
{
    private const int Most = 6;

    public static XElement Of(ReportBasis basis)
    {
        var files = basis.Evidence.Reverse().ToArray();
        var unsealed = basis.NotCounted.Where(n => n.Signer is null).Select(n => n.Run).ToArray();
        return ReportDocument.Section(
            "drills",
            "Drills and failovers, with their evidence",
            files.Length == 0
                ? Html.P("Nothing was ever drilled or failed over on this machine, nor is evidence of another one here: nothing shows that a recovery works.")
                : Html.Table("list", ["Run", "What", "When", "Result", "Seal", "Head of the sealed journal"], files.Take(Most).Select(Row)),
            files.Length > Most ? Html.P($"And {Spoken.Count(files.Length - Most)} older, {(files.Skip(Most).All(f => f.Fault is null) ? "all whole" : $"{files.Skip(Most).Count(f => f.Fault is not null)} NOT what was sealed")}. \"holdfast evidence list\" names the files.") : null,
            unsealed.Length > 0 ? Html.P($"Ended and not sealed, so that they count for nothing: {StatusScreen.Names(unsealed)}.") : null,
            Html.P(ScoreScreen.Sentence(basis.Past.Record)),
            files.Length == 0 ? null : Html.Of("p", "note", "To hold a file against this page, here or wherever a copy of it is: ", Html.Code("holdfast evidence verify FILE --head HEAD")));
    }

    private static IReadOnlyList<object?> Row(EvidenceFile file) =>
    [
        Html.Code(file.Began?.Run ?? file.File),
        file.Began is { } began ? $"{(began.Kind == RunKind.Drill ? "drill" : "failover")}, \"{began.Scenario}\", {Spoken.Count(began.Systems.Length)} {(began.Systems.Length == 1 ? "system" : "systems")}" : "",
        file.Began is { } at ? Said.Of(at.At.ToUniversalTime()) : "",
        ResultOf(file),
        file.Fault is { } fault ? Html.Strong($"NOT what was sealed: {fault}")
            : file.Counts ? "whole, by a key that counts"
            : Html.Strong("whole, by a key that does not count"),
        file.Head is { } head ? Html.Code(head) : "",
    ];

    private static object ResultOf(EvidenceFile file)
    {
        if (file.Ended is not { } ended)
        {
            return file.Fault is null ? "taken up again; see the later file" : "";
        }

        var tried = ended.Results.Where(r => r.Unrecoverable is null).ToArray();
        var good = tried.Count(r => r.IsGood);
        var said = ended.Outcome switch
        {
            RunOutcome.Abandoned => "given up",
            RunOutcome.Recovered => "recovered",
            _ => "PARTLY recovered",
        } + (tried.Length == 0 ? "" : good == tried.Length ? $"; {(tried.Length == 1 ? "it was" : "all")} within target" : $"; {good} of {tried.Length} within target and shown to operate")
            + (ended.ClocksParted is null ? "" : "; its clock was changed meanwhile, so no figure counts");
        return ended.Outcome == RunOutcome.Recovered && good == tried.Length ? said : Html.Strong(said);
    }
}
