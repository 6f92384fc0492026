using System.CommandLine;
using System.Runtime.InteropServices;
using Holdfast.Execution.Contexts;

namespace Holdfast.Cli.Agents;

/// <summary><c>holdfast agent</c>: carries out orders that come on standard input. Holdfast starts it on hosts over ssh; no one types it.</summary>
internal static class AgentCommand
{
    public static Command Create()
    {
        var state = new Option<string?>("--state") { Description = "Where orders and how they ended are written down. Default: /var/lib/holdfast/agent, or the user's state folder.", HelpName = "FOLDER" };
        var command = new Command("agent", "Carry out orders of another machine that come on standard input; started over ssh, not by hand.") { state };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // The line to the leader may go; what is under way goes on.
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
            await AgentPlace.ServeAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), parsed.GetValue(state), cancellationToken);
            return ExitCode.Good;
        });
        return command;
    }
}
