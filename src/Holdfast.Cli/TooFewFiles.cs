using Holdfast.Cli.Repo;
using Holdfast.Presentation;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli;

/// <summary>What is said where so few files may be open that no command can be relied on. Little is used to say it.</summary>
internal static class TooFewFiles
{
    internal static int Say(string[] args, string shortage)
    {
        if (!args.TakeWhile(a => a != "--").Contains("--json"))
        {
            Console.Error.WriteLine(args is [RepoCommand.Name, ..] ? $"Fatal: {shortage}" : shortage);
            Console.Error.WriteLine($"HINT: {OpenFileLimit.Hint}");
        }
        else if (args is [RepoCommand.Name, ..])
        {
            ExitError.Write(Console.Error, json: true, ExitCode.Failed, shortage, OpenFileLimit.Hint);
        }
        else
        {
            Screen.SpeakJson();
            Screen.WriteJson(new { error = new { code = ExitCode.Failed, message = shortage, hint = OpenFileLimit.Hint } });
            Screen.Tell("", new { message_type = "exit_error", code = ExitCode.Failed, message = shortage, hint = OpenFileLimit.Hint });
        }

        return ExitCode.Failed;
    }
}
