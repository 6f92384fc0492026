using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Alerts;

namespace Holdfast.Cli.Upkeep;

/// <summary><c>holdfast alerts</c>: tells people by themselves, as the plan's <c>alerts:</c> say.</summary>
internal static class AlertsCommand
{
    public static Command Create() => new("alerts", "Tell people by themselves what is to be put right, as the plan's alerts: say.") { Send(), Test() };

    private static Command Send()
    {
        var command = new Command("send", "Look once, tell what is new, and send what waits; for a timer where no service keeps the schedule.");
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction((parsed, cancellationToken) => WithAsync(options, parsed, async (session, turn) =>
        {
            var outcome = await turn.LookAsync(cancellationToken) ?? throw new RunRefusedException(
                $"alerts refused: {session.State.HolderOf(StoreNames.AlertsLease)?.Shown ?? "another process"} is at it.", "Nothing has to be told twice.");
            AlertLines.Show(session.Screen, outcome, session.Clock.GetUtcNow());
            if (session.Screen.Json)
            {
                Screen.WriteJson(AlertLines.Json(outcome));
            }

            return outcome.State.Failing.IsEmpty && outcome.Unbeaten is null ? ExitCode.Good : ExitCode.Partial;
        }, cancellationToken));
        return command;
    }

    private static Command Test()
    {
        var command = new Command("test", "Send a message by each of the plan's ways, and say which of them took it.");
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction((parsed, cancellationToken) => WithAsync(options, parsed, async (session, turn) =>
        {
            var tried = await turn.TestAsync(cancellationToken);
            foreach (var (channel, _) in tried.Where(t => t.Why is null))
            {
                session.Screen.Line($"{channel}: taken. Look whether it arrived.");
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "tried", new JsonArray([.. tried.Select(t => new JsonObject { { "channel", t.Channel }, { "taken", t.Why is null }, { "why", t.Why } })]) } });
            }

            return tried.All(t => t.Why is null) ? ExitCode.Good : ExitCode.Partial;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> WithAsync(SessionOptions options, ParseResult parsed, Func<Session, AlertTurn, Task<int>> work, CancellationToken cancellationToken)
    {
        var session = await options.OpenAsync(parsed, cancellationToken);
        if (session.Plan.Plan.Alerts is null)
        {
            throw new UsageException("The plan tells nobody anything by itself: it has no alerts:.", "Add them, such as  alerts: { mail: { server: mail.harbor.example, from: holdfast@harbor.example, to: [it@harbor.example] } }");
        }

        session.AgreeToUse("alerts", new() { Repositories = session.Plan.Plan.Repositories, Alerts = true }); // It looks into repositories for what is to be told.
        using var channels = AlertChannels.Of(session.Context);
        return await work(session, new(session, channels, Screen.Warn));
    }
}
