using System.Globalization;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Reports;

/// <summary>What this page is made from, so that somebody else can make it again and hold the two together.</summary>
internal static class ProvenanceSection
{
    public static XElement Of(ReportBasis basis)
    {
        var answered = basis.Plan.Repositories.Select(r => r.Name).Where(r => !basis.Basis.Unseen.ContainsKey(r)).ToArray();
        var figures = basis.Answer.Systems.Select(s => s.Slowest.Expected?.Recovery.From ?? Provenance.Unknown).CountBy(p => p).OrderBy(p => p.Key);
        return ReportDocument.Section(
            "provenance",
            "What this rests on",
            Html.Facts(
                ("Plan", basis.Source.Origin),
                ("SHA-256 of the plan", Html.Code(basis.Source.Hash)),
                ("Signed", basis.SignedWord),
                ("Looked into", answered.Length == 0 ? Html.Strong("no repository answered") : string.Join(", ", answered)),
                ("Remembered by", $"{basis.Machine}, in {basis.State}: {Spoken.Count(basis.Basis.History.Copies.Length)} records of copies, {Spoken.Count(basis.Evidence.Length)} sealed journals"),
                ("Times of systems are", string.Join(", ", figures.Select(f => $"{f.Value.ToString(CultureInfo.InvariantCulture)} {f.Key.ToString().ToLowerInvariant()}"))),
                ("Written by", $"Holdfast {basis.Version}, \"holdfast report\"")),
            Html.Of("p", "note", "This page proves nothing by itself: anybody can change it. What proves are the sealed journals that it names, each of which says on which line it was changed, should it have been. Making it changed nothing and ran nothing that the plan names."));
    }
}
