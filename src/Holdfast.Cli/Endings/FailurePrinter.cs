using System.Text.Json.Nodes;
using Holdfast.Failures;
using Holdfast.Presentation;

namespace Holdfast.Cli.Endings;

/// <summary>Says why a command failed, and gives the exit code that says the same.</summary>
/// <param name="asRestic">Whether as restic does: on standard error alone, in its words, with its exit codes.</param>
internal sealed class FailurePrinter(bool json, bool asRestic)
{
    /// <returns>The exit code.</returns>
    public int Print(Failure failure)
    {
        var code = ExitCodeOf(failure, asRestic);
        if (!asRestic)
        {
            PrintOurs(failure, code);
        }
        else if (json)
        {
            var message = failure.Hint is null ? failure.Message : $"{failure.Message} HINT: {failure.Hint}";
            Console.Error.WriteLine(Screen.AsJsonLine(new JsonObject { { "message_type", "exit_error" }, { "code", code }, { "message", message } }));
        }
        else
        {
            Screen.Tell(["Fatal: " + failure.Message, .. HintOf(failure)], []);
        }

        return code;
    }

    internal static int ExitCodeOf(Failure failure, bool asRestic) => failure.Code switch
    {
        FailureCode.Usage => asRestic ? ExitCode.Failed : ExitCode.Usage,
        FailureCode.Refused or FailureCode.CodeRefused => ExitCode.Refused,
        FailureCode.PlanRejected => ExitCode.PlanRejected,
        FailureCode.RepositoryMissing => ExitCode.RepositoryMissing,
        FailureCode.RepositoryLocked => ExitCode.RepositoryLocked,
        FailureCode.WrongKey => ExitCode.WrongKey,
        FailureCode.Interrupted => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    private static string[] HintOf(Failure failure) => failure.Hint is { } hint ? ["HINT: " + hint] : [];

    private void PrintOurs(Failure failure, int code)
    {
        if (json)
        {
            Screen.WriteJson(new JsonObject { { "error", new JsonObject { { "code", code }, { "kind", failure.Code }, { "mayPass", failure.MayPass }, { "message", failure.Message }, { "hint", failure.Hint } } } });
        }

        Screen.Tell([failure.Message, .. HintOf(failure)], new JsonObject { { "message_type", "exit_error" }, { "code", code }, { "kind", failure.Code }, { "message", failure.Message }, { "hint", failure.Hint } });
    }
}
