using System.Globalization;
using Holdfast.Cli.Plans.Pdf;
using Holdfast.Sources.Processes;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Cli.Kits;

/// <summary>What becomes of programs that make a PDF well, badly or not at all. They are small scripts here; a real browser is asked in Interop.</summary>
public sealed class PdfPrinterTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_whole_pdf_is_taken_and_nothing_stays()
    {
        var pdf = await Printer("cat \"$1\" >/dev/null && printf '%%PDF-1.7\\nfine\\n%%%%EOF\\n' >\"$2\"").PrintAsync("<p>"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("%PDF-1.7\nfine\n%%EOF\n"u8, pdf);
        AssertNothingStayed();
    }

    [Theory]
    [InlineData("printf '%%PDF-1.7\\nhalf' >\"$2\"")]
    [InlineData("exit 0")]
    [InlineData("echo the disk is full >&2; exit 3")]
    [InlineData("printf '%%PDF-1.7\\n%%%%EOF' >\"$2\"; exit 3")]
    public async Task What_is_no_whole_pdf_is_refused_with_what_the_program_said_and_nothing_stays(string script)
    {
        var failed = await Assert.ThrowsAsync<IOException>(() => Printer(script).PrintAsync([], TestContext.Current.CancellationToken));
        Assert.Contains("made no PDF (exit code ", failed.Message, StringComparison.Ordinal);
        Assert.Equal(script.Contains("full", StringComparison.Ordinal), failed.Message.Contains("the disk is full", StringComparison.Ordinal));
        Assert.Contains("prints from any browser", failed.Message, StringComparison.Ordinal);
        AssertNothingStayed();
    }

    [Fact]
    public async Task A_program_that_never_ends_is_ended_with_all_that_it_started()
    {
        var failed = await Assert.ThrowsAsync<IOException>(
            () => Printer("sleep 600 & echo $! >>\"$0.pids\"; sleep 600", TimeSpan.FromMilliseconds(500)).PrintAsync([], TestContext.Current.CancellationToken));
        Assert.Contains("did not make the PDF within 0.5 seconds and was ended", failed.Message, StringComparison.Ordinal);
        AssertNothingStayed();
    }

    [Fact]
    public async Task What_the_program_leaves_running_is_ended_with_it()
    {
        await Printer("sleep 600 & echo $! >>\"$0.pids\"; printf '%%PDF-1.7\\n%%%%EOF' >\"$2\"").PrintAsync([], TestContext.Current.CancellationToken);
        AssertNothingStayed();
    }

    [Fact]
    public async Task Interrupted_it_ends_the_program_and_nothing_stays()
    {
        using var interrupted = new CancellationTokenSource();
        var printing = Printer("touch \"$0.begun\"; sleep 600").PrintAsync([], interrupted.Token);
        while (!File.Exists(_scratch["renderer.begun"]))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await interrupted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => printing);
        AssertNothingStayed();
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>A script that is called with the HTML file and the PDF file; it notes its process and its folder first.</summary>
    private PdfPrinter Printer(string script, TimeSpan? patience = null)
    {
        var file = _scratch.Write("renderer", $"#!/bin/sh\necho $$ >>\"$0.pids\"\ndirname \"$1\" >\"$0.folder\"\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(file, new(["renderer"], (html, pdf, _) => [html, pdf]), patience ?? Long);
    }

    private void AssertNothingStayed()
    {
        Assert.False(Directory.Exists(File.ReadAllText(_scratch["renderer.folder"]).Trim()));
        Assert.All(File.ReadAllLines(_scratch["renderer.pids"]), pid =>
            Assert.False(ProcessTable.Find(int.Parse(pid, CultureInfo.InvariantCulture)) is { IsAlive: true }));
    }
}
