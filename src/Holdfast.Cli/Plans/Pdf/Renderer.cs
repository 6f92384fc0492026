
namespace Holdfast.Cli.Plans.Pdf;

/// <summary>A program that makes a PDF of an HTML file.</summary>
/// <param name="Programs">What it is called; the first that is installed is taken.</param>
/// <param name="Arguments">Of the HTML file, the PDF file and a folder for what the program wants to remember.</param>
internal sealed record Renderer(string[] Programs, Func<string, string, string, string[]> Arguments)
{
    /// <summary>The best first: a browser numbers the pages and repeats the heads of tables.</summary>
    public static Renderer[] All { get; } =
    [
        new(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], (html, pdf, profile) =>
        [
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-extensions",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-breakpad",
            "--disable-dev-shm-usage",
            // No name is looked up and nothing is connected to, whatever the browser would like to ask its maker.
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--proxy-server=127.0.0.1:9",
            $"--user-data-dir={profile}",
            // Root's browser does not start in its sandbox. What it shows is our own file, which forbids scripts.
            .. Environment.IsPrivilegedProcess ? new[] { "--no-sandbox" } : [],
            "--no-pdf-header-footer",
            $"--print-to-pdf={pdf}",
            new Uri(html).AbsoluteUri,
        ]),
        new(["weasyprint"], (html, pdf, _) => ["--encoding", "utf-8", html, pdf]),
        new(["wkhtmltopdf"], (html, pdf, _) => ["--quiet", "--page-size", "A4", "--disable-javascript", "--disable-external-links", "--footer-right", "page [page] of [topage]", html, pdf]),
    ];
}
