using System.CommandLine;
using System.Text.Json;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Stages;
using Holdfast.Stages.Journals;

namespace Holdfast.Cli;

/// <summary>Runs a command and turns what went wrong into a message, a hint and an exit code. No stack trace reaches a user.</summary>
internal static class Invocation
{
    /// <summary>After Ctrl-C: time to clear away a drill, to release a lock. A second Ctrl-C need not wait for it.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var json = args.Contains("--json");
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Farewell,
            });
        }
        catch (PlanRejectedException e)
        {
            if (json)
            {
                Screen.WriteJson(new { valid = false, problems = e.Problems });
            }

            foreach (var problem in e.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            return ExitCode.PlanRejected;
        }
        catch (RunRefusedException e)
        {
            return Say(json, ExitCode.Refused, e.Message, e.Hint);
        }
        catch (UsageException e)
        {
            return Say(json, ExitCode.Usage, e.Message, e.Hint);
        }
        catch (RepositoryException e)
        {
            return Say(json, e.ExitCode, e.Message, e.Hint);
        }
        catch (JournalDamagedException e)
        {
            return Say(json, ExitCode.Failed, "A journal is damaged: " + e.Message, "Fetch a whole copy from a repository, where the newest holdfast:journal snapshot has it.");
        }
        catch (OperationCanceledException)
        {
            return Say(json, ExitCode.Interrupted, "Interrupted.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(json, ExitCode.Failed, e.Message, null);
        }
    }

    private static int Say(bool json, int code, string message, string? hint)
    {
        Console.Error.WriteLine(json
            ? JsonSerializer.Serialize(new { message_type = "exit_error", code, message, hint })
            : hint is null ? message : $"{message}{Environment.NewLine}HINT: {hint}");
        return code;
    }
}

/// <summary>The command line asks for something that cannot be.</summary>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
