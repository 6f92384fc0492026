using System.ComponentModel;
using System.Diagnostics;
using HarborDental.CommandLine;

namespace HarborDental.Furnishing;

/// <summary>Runs a program to its end.</summary>
internal static class ProgramRun
{
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="SampleException">It is not there or failed; the message holds what it said.</exception>
    public static async Task<string> ToEnd(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(OnPath(program))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // another user may not be allowed where we stand
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? await output : throw new SampleException(
                $"{program} failed with exit code {process.ExitCode}: {said.Trim()} {(await output).Trim()}".Trim(),
                "what it says above is the cause.");
        }
        catch (Win32Exception e)
        {
            throw new SampleException($"{program} can't be started: {e.Message}", "install it.", e);
        }
    }

    // .NET looks in the current folder before PATH: a program "test" there would run in place of the real one.
    private static string OnPath(string program) => program.Contains('/')
        ? program
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? program;
}
