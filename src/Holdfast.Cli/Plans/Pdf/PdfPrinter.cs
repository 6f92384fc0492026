using Holdfast.Presentation;
using Holdfast.Presentation.Kits;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Plans.Pdf;

/// <summary>Makes a PDF with a program that is installed.</summary>
/// <param name="program">Its path.</param>
/// <param name="patience">After which it is ended.</param>
internal sealed class PdfPrinter(string program, Renderer renderer, TimeSpan patience)
{
    private const string Otherwise = "Leave --pdf out: the HTML file prints from any browser, on this machine or another.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="UsageException">None is installed.</exception>
    public static PdfPrinter Find()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        var found =
            from renderer in Renderer.All
            from name in renderer.Programs
            let program = Executables.Find(name, null, path)
            where program is not null
            select new PdfPrinter(program, renderer, Patience);
        return found.FirstOrDefault() ?? throw new UsageException(
            $"No program that makes a PDF is on this machine: none of {string.Join(", ", Renderer.All.SelectMany(r => r.Programs))} is in PATH ({path}).",
            $"{Otherwise} Or install one: apt-get install chromium");
    }

    /// <returns>The PDF, whole.</returns>
    /// <exception cref="IOException">The program failed, or was not done in time.</exception>
    public async Task<byte[]> PrintAsync(byte[] html, CancellationToken cancellationToken)
    {
        try
        {
            using var work = WorkFolder.Make();
            return await PrintAsync(work, html, cancellationToken);
        }
        catch (HostException e)
        {
            throw new IOException($"{program} could not be run: {e.Message}. Nothing was written. {Otherwise}", e);
        }
    }

    private async Task<byte[]> PrintAsync(WorkFolder work, byte[] html, CancellationToken cancellationToken)
    {
        var (page, pdf, home) = (Path.Combine(work.Path, "kit.html"), Path.Combine(work.Path, "kit.pdf"), Path.Combine(work.Path, "home"));
        await File.WriteAllBytesAsync(page, html, cancellationToken);
        Directory.CreateDirectory(home);
        var end = await work.Guarded(program, renderer.Arguments(page, pdf, Path.Combine(home, "profile")), SurroundingsIn(home))
            .RunAsync(TimeProvider.System, patience, cancellationToken);
        if (end.TimedOut)
        {
            throw new IOException($"{program} did not make the PDF within {Said.Of(patience)} and was ended. Nothing was written. {Otherwise}");
        }

        // Some browsers end with 0 though they wrote nothing.
        return end.IsGood && File.Exists(pdf) && await File.ReadAllBytesAsync(pdf, cancellationToken) is var content && IsWhole(content)
            ? content
            : throw new IOException($"{program} made no PDF (exit code {end.ExitCode}): {end.LastLines()}. Nothing was written. {Otherwise}");
    }

    private static bool IsWhole(ReadOnlySpan<byte> pdf) => pdf.StartsWith("%PDF-"u8) && pdf[Math.Max(0, pdf.Length - 1024)..].IndexOf("%%EOF"u8) >= 0;

    /// <summary>Whatever the program wants to keep goes into our folder, and goes with it.</summary>
    private static Dictionary<string, string> SurroundingsIn(string home) => new(ChildEnvironment.WithoutSecrets())
    {
        ["HOME"] = home,
        ["TMPDIR"] = home,
        ["XDG_CONFIG_HOME"] = home,
        ["XDG_CACHE_HOME"] = home,
        ["XDG_DATA_HOME"] = home,
        ["XDG_RUNTIME_DIR"] = home,
    };
}
