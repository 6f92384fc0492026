using System.CommandLine;
using System.Runtime.InteropServices;

namespace Holdfast.Cli.Repo;

internal static class VersionVerb
{
    internal static Command Create(RepoOptions options)
    {
        var command = new Command("version", "Tell which Holdfast this is");
        command.Runs(options, (context, _) =>
        {
            var version = typeof(VersionVerb).Assembly.GetName().Version?.ToString(3) ?? "0";
            var (system, processor) = (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux", Processor());
            if (context.Json)
            {
                JsonLine.Write(context.Output, j =>
                {
                    // restic's names, for those who read them: what built and runs the program is .NET here.
                    j.WriteString("message_type", "version");
                    j.WriteString("version", version);
                    j.WriteString("go_version", $"dotnet{Environment.Version}");
                    j.WriteString("go_os", system);
                    j.WriteString("go_arch", processor);
                });
            }
            else
            {
                context.Output.WriteLine($"holdfast {version} (restic repository format 1 and 2) with .NET {Environment.Version} on {system}/{processor}");
            }

            return Task.FromResult(Verb.Success);
        });
        return command;
    }

    private static string Processor() => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
