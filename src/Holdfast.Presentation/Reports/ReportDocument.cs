using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Reports;

/// <summary>The report as one HTML file that needs nothing else: no network, no other file, no program in it. Two sides of paper for a business of some systems.</summary>
public static class ReportDocument
{
    /// <summary>Forbids the browser to fetch or run anything, should a way to ask for it ever be found.</summary>
    private const string NothingFromOutside = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>Denser than a kit, which is read at 3 a.m.</summary>
    private const string Style = """
        @page { margin: 11mm 14mm 14mm 16mm; }
        html { font-size: 8.5pt; line-height: 1.25; }
        h1 { font-size: 19pt; margin-bottom: 2mm; }
        h2 { font-size: 11pt; margin-bottom: 1.5mm; }
        section { margin-top: 4mm; }
        header .kind { font-size: 10pt; margin-bottom: 1mm; }
        header .first { font-size: 11pt; padding: 2.5mm; margin-bottom: 1.5mm; }
        p, li { margin-bottom: 1mm; }
        ul { padding-left: 5mm; margin-bottom: 2mm; }
        table { font-size: 7.5pt; margin-bottom: 1.5mm; }
        th, td { padding: 0.5mm 1mm; }
        table.facts th { width: 36mm; }
        #systems td:nth-child(n+3):nth-child(-n+9) { white-space: nowrap; }
        #systems td:first-child { width: 38mm; }
        #systems td:last-child { width: 46mm; }
        #drills td:first-child { width: 43mm; }
        #drills td:last-child { width: 47mm; }
        code, td code { font-size: 7pt; }
        .history { width: 49%; height: auto; display: inline-block; }
        .histories { break-inside: avoid; }
        .note { font-size: 7.5pt; }

        """;

    private static readonly ImmutableArray<Func<ReportBasis, XElement>> Sections =
        [SystemsSection.Of, HistorySection.Of, DrillsSection.Of, ChangesSection.Of, UnknownSection.Of, ProvenanceSection.Of];

    public static string Of(ReportBasis basis) => HtmlText.Of(new(
        "html",
        new XAttribute("lang", "en"),
        Html.Element(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", NothingFromOutside)),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
            Html.Element("title", $"Readiness report of {basis.Plan.Organization}"),
            Html.Element("style", PrintStyle.Of($"{basis.Plan.Organization}: readiness report", $"plan {basis.Source.Fingerprint[..12]}, {Said.Of(basis.Now)}") + Style)),
        Html.Element("body", VerdictHead.Of(basis), Html.Element("main", Sections.Select(of => of(basis))))));

    internal static XElement Section(string id, string title, params object?[] content) =>
        new("section", new XAttribute("id", id), Html.Element("h2", title), content);
}
