namespace Holdfast.Presentation.Kits.Markup;

/// <summary>How a kit looks on paper: black on white, A4 or letter, every page numbered and told apart from those of older prints.</summary>
public static class PrintStyle
{
    /// <param name="left">At the foot of every page, left; <paramref name="middle"/> in the middle.</param>
    public static string Of(string left, string middle) => $$"""
        @page {
          size: A4; margin: 15mm 15mm 18mm 18mm;
          @bottom-left { content: {{CssText.Of(left)}}; font: 8pt sans-serif; }
          @bottom-center { content: {{CssText.Of(middle)}}; font: 8pt sans-serif; }
          @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; }
        }
        * { box-sizing: border-box; }
        html { color: #000; background: #fff; font: 10.5pt/1.4 "DejaVu Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: break-word; }
        body { margin: 0 auto; max-width: 180mm; }
        @media screen { body { padding: 10mm; } }
        h1 { font-size: 32pt; line-height: 1.1; margin: 0 0 6mm; }
        h2 { font-size: 17pt; line-height: 1.2; margin: 0 0 4mm; padding-bottom: 1mm; border-bottom: 1.5pt solid #000; }
        h3 { font-size: 12.5pt; margin: 5mm 0 2mm; }
        h4 { font-size: 11pt; margin: 5mm 0 1.5mm; }
        h5 { font-size: 10.5pt; margin: 3mm 0 1mm; }
        h1, h2, h3, h4, h5, thead { break-after: avoid; }
        p { margin: 0 0 2mm; orphans: 3; widows: 3; }
        ol, ul { margin: 0 0 3mm; padding-left: 7mm; }
        li { margin-bottom: 2mm; }
        a { color: inherit; }
        section { margin-top: 8mm; }
        section.page, .scenario.page { break-before: page; margin-top: 0; }
        .scenario.page h3 { margin-top: 0; }
        header .kind { font-size: 13pt; letter-spacing: 0.15em; text-transform: uppercase; margin-bottom: 2mm; }
        header .first { font-size: 14pt; font-weight: bold; border: 2.5pt solid #000; padding: 4mm; }
        header .until { font-size: 12pt; font-weight: bold; }
        header .overdue { border: 2.5pt solid #000; padding: 3mm; background: #ddd; }
        header h2 { font-size: 13pt; margin-top: 8mm; }
        nav ol { columns: 2; }
        nav li { margin-bottom: 1mm; }
        table { width: 100%; border-collapse: collapse; margin: 1mm 0 4mm; font-size: 9.5pt; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th, td { text-align: left; vertical-align: top; padding: 1.2mm 1.8mm; border: 0.5pt solid #555; }
        thead th { background: #e6e6e6; }
        td p { margin: 0 0 1mm; }
        table.facts th { width: 42mm; font-weight: normal; background: #f2f2f2; }
        table.fill td:last-child { min-width: 24mm; width: 24mm; }
        table.fill td:last-child::after { content: ""; display: block; height: 6mm; }
        table.log td:nth-child(1) { width: 55mm; }
        table.log td:last-child { width: 40mm; }
        table.steps td:first-child { width: 8mm; }
        .tick { display: inline-block; width: 4mm; height: 4mm; border: 1pt solid #000; }
        .phone { white-space: nowrap; }
        .name, .where { font-size: 8pt; color: #333; }
        code, pre { font-family: "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 9pt; overflow-wrap: anywhere; }
        pre { margin: 1mm 0 2mm; white-space: pre-wrap; }
        pre.command { border: 1pt solid #000; border-left-width: 3pt; padding: 2mm; break-inside: avoid; }
        pre.command code { display: block; padding-left: 6mm; text-indent: -6mm; }
        td code, pre.step { font-size: 8.5pt; }
        .blank { padding-top: 4mm; margin: 0 0 2mm; border-bottom: 0.75pt solid #000; font-size: 9pt; break-inside: avoid; }
        div.rule { height: 9mm; border-bottom: 0.5pt solid #555; }
        .sign { break-inside: avoid; }
        .sign .blank { display: inline-block; width: 47%; margin-right: 2%; }
        .card { margin-bottom: 6mm; break-inside: avoid; }
        .unbroken { break-inside: avoid; }
        .key { border: 1.5pt dashed #000; padding: 3mm; break-inside: avoid; }
        .key .qr { float: right; width: 38mm; height: 38mm; margin: 0 0 2mm 4mm; }
        .key::after { content: ""; display: block; clear: both; }
        .key .typed code { font-size: 13pt; letter-spacing: 0.04em; }
        .missing { border-left: 3pt double #000; padding-left: 2mm; font-style: italic; }
        .missing code { font-style: normal; }
        .plan { font-size: 7.5pt; line-height: 1.3; }
        .plan .line { break-inside: avoid; }
        .plan .number { float: left; width: 8mm; text-align: right; color: #555; }
        .plan code { display: block; margin-left: 10mm; font-size: 7.5pt; white-space: pre-wrap; overflow-wrap: anywhere; padding-left: 4mm; text-indent: -4mm; }

        """;
}
