using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast report</c>: what it says of a real business, and that its evidence can be held against it.</summary>
public sealed partial class ReportTests : IDisposable
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task It_has_the_sentence_of_status_before_and_after_anything_was_done_and_its_heads_are_those_of_the_evidence()
    {
        var before = _business.Everything();
        var bare = await ReportAsync();
        Assert.Equal([_business["report.html"]], _business.Everything().Except(before));
        Assert.Contains(await SentenceAsync(), Words(bare), StringComparison.Ordinal);
        Assert.Contains("There is no history to draw", Words(bare), StringComparison.Ordinal);

        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        await _business.ProtectAsync();
        var page = await ReportAsync();
        Assert.Contains(await SentenceAsync(), Words(page), StringComparison.Ordinal);
        Assert.Equal(4, Svgs().Count(page)); // Both systems, times and losses.
        Assert.All(Svgs().Matches(page), m => XElement.Parse(m.Value));
        Assert.Contains("whole, by a key that counts", Words(page), StringComparison.Ordinal);
        Assert.Contains("The plan is the same as in", Words(page), StringComparison.Ordinal);

        // The head on the page is that of the file, and the command on the page holds them together.
        var evidence = Assert.Single(Directory.GetFiles(_business["state/evidence"]));
        var head = Head().Match(page).Value;
        var good = await Built.RunAsync("evidence", "verify", evidence, "--head", head);
        Assert.True(good.ExitCode == 0, good.ToString());

        // A byte of it is changed: the page says so, and calls nothing good by it.
        File.WriteAllText(evidence, File.ReadAllText(evidence).Replace("office fire", "office flre", StringComparison.Ordinal));
        var changed = await ReportAsync();
        Assert.Contains("NOT what was sealed: line", Words(changed), StringComparison.Ordinal);
        Assert.Contains("never drilled", Words(changed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_does_not_answer_is_among_what_is_not_known()
    {
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        var words = Words(await ReportAsync());
        Assert.Contains("What is in repository vault:", words, StringComparison.Ordinal);
        Assert.Contains("Looked into nas Remembered by", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_written_whole_for_its_owner_or_refused_before_anything_is_done()
    {
        await ReportAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_business["report.html"]));
        foreach (var (arguments, says) in new (string[], string)[]
        {
            (["--output", _business["office"]], "is a folder"), (["--output", "-", "--json"], "Standard output cannot hold both"), (["--since", "yesterday-ish"], "is no time"),
            (["--since", "2999-01-01"], "still to come"), (["--output", _business["none/a.html"]], "there is no folder"),
        })
        {
            var refused = await _business.InOfficeAsync(["report", .. arguments]);
            Assert.True(refused.ExitCode == 2, refused.ToString());
            Assert.Contains(says, refused.Error, StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse((await _business.InOfficeAsync("report", "--output", _business["report.html"], "--json")).Output);
        Assert.Equal((_business["report.html"], "not good enough"), (json.RootElement.GetProperty("html").GetString(), json.RootElement.GetProperty("verdict").GetString()));
        Assert.EndsWith("</html>\n", (await _business.InOfficeAsync("report", "--output", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_browser_prints_it_on_two_sides()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        await _business.ProtectAsync();
        var run = await _business.InOfficeAsync("report", "--output", _business["report.html"], "--pdf", _business["report.pdf"]);
        if (!Browsers.Any(name => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, name)))))
        {
            // No test is ever skipped here, and a browser is too large to ask of everybody. Without one, saying so is what must work.
            TestContext.Current.TestOutputHelper?.WriteLine("No browser is on this machine: no PDF was made. HINT: apt-get install chromium");
            Assert.True(run.ExitCode == 2 || File.Exists(_business["report.pdf"]), run.ToString());
            return;
        }

        Assert.True(run.ExitCode == 0, run.ToString());
        var pdf = await File.ReadAllBytesAsync(_business["report.pdf"], TestContext.Current.CancellationToken);
        Assert.InRange(pdf.AsSpan().Count(Encoding.ASCII.GetBytes("/Type /Page\n")), 1, 2);
    }

    public void Dispose() => _business.Dispose();

    private async Task<string> ReportAsync()
    {
        var run = await _business.InOfficeAsync("report", "--output", _business["report.html"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        return _business.Read("report.html");
    }

    private async Task<string> SentenceAsync()
    {
        using var status = JsonDocument.Parse((await _business.InOfficeAsync("status", "--json")).Output);
        return Ages().Replace(status.RootElement.GetProperty("sentence").GetString()!, "#");
    }

    /// <summary>What can be read; ages, which go on between two looks, as <c>#</c>.</summary>
    private static string Words(string page) =>
        Ages().Replace(Spaces().Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(page[page.IndexOf("<body", StringComparison.Ordinal)..], " ")), " "), "#");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[0-9.]+ (s|min)\b( [0-9]+ s\b)?")]
    private static partial Regex Ages();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svgs();

    [GeneratedRegex("(?<=<code>)[A-Z0-9]{5}( [A-Z0-9]{5}){4}(?=</code>)|(?<=<code>)[A-Z0-9]{5}(-[A-Z0-9]{5}){4}(?=</code>)")]
    private static partial Regex Head();
}
