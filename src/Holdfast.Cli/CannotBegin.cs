using System.Runtime.CompilerServices;
using Holdfast.Cli.Endings;
using Holdfast.Cli.Repo;
using Holdfast.Failures;
using Holdfast.Presentation;

namespace Holdfast.Cli;

/// <summary>What is said where no command can be relied on: few files may be open, or a library is missing. Little is used to say it.</summary>
internal static class CannotBegin
{
    internal static int Say(string[] args, string why, string hint)
    {
        if (!args.TakeWhile(a => a != "--").Contains("--json"))
        {
            Console.Error.WriteLine(args is [RepoCommand.Name, ..] ? $"Fatal: {why}" : why);
            Console.Error.WriteLine($"HINT: {hint}");
        }
        else if (args is [RepoCommand.Name, ..])
        {
            JsonLine.Write(Console.Error, json =>
            {
                json.WriteString("message_type", "exit_error");
                json.WriteNumber("code", ExitCode.Failed);
                json.WriteString("message", $"{why} HINT: {hint}");
            });
        }
        else
        {
            SayOurs(why, hint);
        }

        return ExitCode.Failed;
    }

    /// <summary>Apart, since what it needs is loaded when it is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SayOurs(string why, string hint)
    {
        Screen.SpeakJson();
        new FailurePrinter(json: true, asRestic: false).Print(new(FailureCode.Host, why, hint));
    }
}
