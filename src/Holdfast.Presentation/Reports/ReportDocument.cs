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
        html { font-size: 9pt; line-height: 1.3; }
        h1 { font-size: 19pt; margin-bottom: 2mm; }
        h2 { font-size: 12pt; margin-bottom: 2mm; }
        section { margin-top: 5mm; }
        header .kind { font-size: 10pt; margin-bottom: 1mm; }
        header .first { font-size: 11.5pt; padding: 3mm; margin-bottom: 2mm; }
        p, li { margin-bottom: 1mm; }
        ul { padding-left: 5mm; margin-bottom: 2mm; }
        table { font-size: 8pt; margin-bottom: 2mm; }
        th, td { padding: 0.7mm 1.2mm; }
        table.facts th { width: 36mm; }
        td.figure { text-align: right; white-space: nowrap; }
        code { font-size: 7.5pt; }
        .history { width: 49%; height: auto; display: inline-block; }
        .histories { break-inside: avoid; }
        .note { font-size: 8pt; }

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
