using System.Globalization;
using System.Text;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Execution.Alerts;

/// <summary>A command of the plan, which gets the text on its standard input and what it may sort by in its environment.</summary>
internal sealed class CommandChannel(string command, string folder, TimeProvider clock) : IAlertChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "command";

    public async Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
    {
        var environment = ChildEnvironment.WithoutSecrets();
        environment["HOLDFAST_ALERT_ID"] = message.Id;
        environment["HOLDFAST_ALERT_KIND"] = message.Kind.ToString().ToLowerInvariant();
        environment["HOLDFAST_ALERT_TITLE"] = message.Title;
        environment["HOLDFAST_ALERT_URGENT"] = message.IsUrgent ? "1" : "0";
        environment["HOLDFAST_ALERT_AGAIN"] = again ? "1" : "0";
        environment["HOLDFAST_ALERT_AT"] = message.At.ToString("O", CultureInfo.InvariantCulture);
        var program = new HostProgram("/bin/sh", ["-c", command])
        {
            Folder = folder, Environment = environment, OwnSession = true, Input = Encoding.UTF8.GetBytes($"{message.Title}\n\n{message.Text}"),
        };
        try
        {
            var end = await program.RunAsync(clock, Patience, cancellationToken);
            if (!end.IsGood)
            {
                throw new AlertException($"the command of alerts: {(end.TimedOut ? $"was not done after {Patience.TotalSeconds:0} s" : $"ended with exit code {end.ExitCode}")}{(end.LastLines(1) is { Length: > 0 } said ? ": " + said : "")}");
            }
        }
        catch (HostException e)
        {
            throw new AlertException($"the command of alerts: {e.Message}", e.Hint, e);
        }
    }
}
