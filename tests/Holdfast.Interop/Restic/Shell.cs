using System.Diagnostics;

namespace Holdfast.Interop.Restic;

/// <summary>Programs beside us, run to their end.</summary>
internal static class Shell
{
    internal static (int Code, string Output, string Errors) TryRun(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string folder = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    internal static string Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string folder = "")
    {
        var (code, output, errors) = TryRun(program, arguments, environment, folder);
        return code == 0 ? output : throw new InvalidOperationException($"{program} ended with {code}: {errors}{output}");
    }
}
