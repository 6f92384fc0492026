using Holdfast.Cli.Endings;
using Holdfast.Cli.Repo;
using Holdfast.Failures;
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
        else
        {
            Screen.SpeakJson();
            new FailurePrinter(json: true, asRestic: args is [RepoCommand.Name, ..]).Print(new(FailureCode.Host, shortage, OpenFileLimit.Hint));
        }

        return ExitCode.Failed;
    }
}
