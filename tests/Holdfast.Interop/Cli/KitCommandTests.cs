using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast plan kit</c>: what it writes, what it refuses, and a PDF by a real browser.</summary>
public sealed class KitCommandTests : IDisposable
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SmallBusiness _business = new();

    private string Plan => _business["office/holdfast.yaml"];

    [Fact]
    public async Task The_kit_is_one_file_that_only_its_owner_can_read()
    {
        var run = await KitAsync("--output", _business["kit.html"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_business["kit.html"]));
        Assert.EndsWith("</html>\n", _business.Read("kit.html"), StringComparison.Ordinal);
        Assert.Contains("WARNING: Nobody is named who leads the recovery.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_are_told_what_was_written_and_what_is_missing()
    {
        using var json = JsonDocument.Parse((await KitAsync("--output", _business["kit.html"], "--json")).Output);
        var told = json.RootElement;
        Assert.Equal((_business["kit.html"], "Small Business"), (told.GetProperty("html").GetString(), told.GetProperty("organization").GetString()));
        Assert.Equal("Decide and declare", told.GetProperty("sections")[0].GetString());
        Assert.Contains(told.GetProperty("missing").EnumerateArray(), m => m.GetProperty("where").GetString() == "roles: { recovery lead: [NAME, STAND-IN] }");
        Assert.Empty(told.GetProperty("gaps").EnumerateArray());
    }

    [Fact]
    public async Task A_kit_with_keys_is_not_replaced()
    {
        Assert.Equal(0, (await KitAsync("--output", _business["kit.html"])).ExitCode);
        Assert.Equal(0, (await KitAsync("--output", _business["kit.html"], "--with-keys")).ExitCode); // The first has none.
        var printed = _business.Read("kit.html");
        Assert.Contains("key of the vault", printed, StringComparison.Ordinal);
        foreach (var more in new string[][] { [], ["--with-keys"] })
        {
            var refused = await KitAsync(["--output", _business["kit.html"], .. more]);
            Assert.True(refused.ExitCode == 2, refused.ToString());
            Assert.Contains("is a kit with keys already", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(printed, _business.Read("kit.html"));
    }

    [Fact]
    public async Task With_a_dash_it_goes_to_standard_output()
    {
        var run = await KitAsync("--output", "-");
        Assert.StartsWith("<!DOCTYPE html>", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await KitAsync("--output", "-", "--json")).ExitCode);
    }

    [Fact]
    public async Task An_error_in_the_plan_is_printed_with_the_kit_and_told()
    {
        _business.Replan("files: orders, every: 30 minutes", "files: orders, every: 2 hours");
        var run = await KitAsync("--output", _business["kit.html"]);
        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains("rpo-not-reachable", _business.Read("kit.html"), StringComparison.Ordinal);
        Assert.Contains("holdfast.yaml:17:38: system &quot;orders&quot;", (await KitAsync("--output", _business["kit.html"])).Error.Replace("\"", "&quot;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("office/holdfast.yaml", "is a file that is read or written already")]
    [InlineData("office", "is a folder")]
    [InlineData("nowhere/kit.html", "there is no folder")]
    [InlineData("link", "is a link or a device")]
    public async Task An_output_that_would_lose_something_is_refused_and_nothing_is_touched(string output, string why)
    {
        File.CreateSymbolicLink(_business["link"], Plan);
        var (before, plan) = (_business.Everything(), _business.Read("office/holdfast.yaml"));
        var run = await KitAsync("--output", _business[output]);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _business.Everything());
        Assert.Equal(plan, _business.Read("office/holdfast.yaml"));
    }

    [Fact]
    public async Task A_scenario_that_the_plan_lacks_is_refused_with_those_that_it_has()
    {
        var run = await KitAsync("--output", _business["kit.html"], "--scenario", "flood");
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("It has \"office fire\".", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["kit.html"]));
    }

    [Fact]
    public async Task Without_a_program_that_makes_a_pdf_it_says_so_before_anything_is_written()
    {
        var run = await WithPathAsync(Empty(), "--output", _business["kit.html"], "--pdf", _business["kit.pdf"]);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("No program that makes a PDF is on this machine: none of chromium, ", run.Error, StringComparison.Ordinal);
        Assert.Contains("the HTML file prints from any browser", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_business["kit.html"]));
    }

    [Fact]
    public async Task A_program_that_fails_leaves_the_earlier_print_as_it_is()
    {
        _business.Write("kit.html", "the earlier one");
        _business.Write("kit.pdf", "the earlier one");
        var run = await WithPathAsync(Browser("echo out of memory >&2; exit 1"), "--output", _business["kit.html"], "--pdf", _business["kit.pdf"]);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("made no PDF (exit code 1): out of memory", run.Error, StringComparison.Ordinal);
        Assert.Equal(("the earlier one", "the earlier one"), (_business.Read("kit.html"), _business.Read("kit.pdf")));
        Assert.Empty(Directory.EnumerateDirectories(_business["tmp"]));
    }

    [Fact]
    public async Task Killed_while_it_prints_it_leaves_neither_the_browser_nor_its_folder()
    {
        var browsers = Browser($"cd {_business.Root}; touch {_business["begun"]}; exec sleep 600");
        using var running = new RunningProgram(
            "/usr/bin/env", [$"PATH={browsers}", $"TMPDIR={_business["tmp"]}", Built.Holdfast, "plan", "kit", Plan, "--output", _business["kit.html"], "--pdf", _business["kit.pdf"]]);
        await running.UntilAsync(() => File.Exists(_business["begun"]), "the browser to begin");
        Assert.NotEmpty(_business.Processes());
        await running.KillAsync();
        for (var left = 1000; left > 0 && (_business.Processes().Count > 0 || Directory.EnumerateDirectories(_business["tmp"]).Any()); left--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Empty(_business.Processes());
        Assert.Empty(Directory.EnumerateDirectories(_business["tmp"]));
        Assert.False(File.Exists(_business["kit.html"]));
    }

    [Fact]
    public async Task A_real_browser_makes_pages_of_it_and_leaves_nothing()
    {
        Directory.CreateDirectory(_business["tmp"]);
        var run = await WithPathAsync(Environment.GetEnvironmentVariable("PATH")!, "--output", _business["kit.html"], "--pdf", _business["kit.pdf"]);
        if (!Browsers.Any(name => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, name)))))
        {
            // No test is ever skipped here, and a browser is too large to ask of everybody. Without one, saying so is what must work.
            TestContext.Current.TestOutputHelper?.WriteLine("No browser is on this machine: no PDF was made. HINT: apt-get install chromium");
            Assert.True(run.ExitCode == 2, run.ToString());
            return;
        }

        Assert.True(run.ExitCode == 0, run.ToString());
        var pdf = await File.ReadAllBytesAsync(_business["kit.pdf"], TestContext.Current.CancellationToken);
        Assert.True(pdf.AsSpan().StartsWith("%PDF-"u8) && pdf.Length > 50_000, $"{pdf.Length} bytes");
        Assert.InRange(pdf.AsSpan().Count("/Type /Page\n"u8), 8, 40);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_business["tmp"]));
        Assert.Empty(ProcessTable.Mentioning(_business["tmp"]));
    }

    public void Dispose() => _business.Dispose();

    private Task<ProgramRun> KitAsync(params string[] more) => Built.RunAsync(["plan", "kit", Plan, .. more]);

    private Task<ProgramRun> WithPathAsync(string path, params string[] more) =>
        ProgramRun.OfAsync(Built.Holdfast, ["plan", "kit", Plan, .. more], new Dictionary<string, string> { ["PATH"] = path, ["TMPDIR"] = _business["tmp"] });

    private string Empty()
    {
        Directory.CreateDirectory(_business["nothing"]);
        return _business["nothing"];
    }

    /// <summary>A PATH on which the only browser is a script.</summary>
    private string Browser(string script)
    {
        Directory.CreateDirectory(_business["tmp"]);
        _business.Write("programs/chromium", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_business["programs/chromium"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return _business["programs"] + ":/usr/bin:/bin";
    }
}
