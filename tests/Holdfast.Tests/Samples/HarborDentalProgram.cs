using System.Diagnostics;

namespace Holdfast.Tests.Samples;

/// <summary>The sample business's program, as the build left it.</summary>
internal static class HarborDentalProgram
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "HarborDental", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')),
        "harbor-dental"));

    /// <summary>Runs a verb to its end.</summary>
    public static Task<Ended> Run(params string[] words) => RunAt(Path, words);

    /// <summary>Runs a verb of a copy of the program to its end.</summary>
    public static async Task<Ended> RunAt(string program, params string[] words)
    {
        using var process = Start(program, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, error);
    }

    public static Process Start(string program, params string[] words) => Process.Start(
        new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}

internal sealed record Ended(int ExitCode, string Output, string Error);
