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
    public static Command Create() => new("alerts", "Tell people by themselves what is to be put right, as the plan's alerts: say.") { Send(), Acknowledge(), Test() };

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

    private static Command Acknowledge()
    {
        var codes = new Argument<string[]>("CODE") { Description = "What the message calls it by. Default: all that is urgent and nobody sees to.", Arity = ArgumentArity.ZeroOrMore };
        var because = new Option<string?>("--because") { Description = "What the others should know of it.", HelpName = "TEXT" };
        var command = new Command("acknowledge", "Say that you see to it: the others hear so, and nobody is reminded of it or called in for it any more.") { codes, because };
        var options = new SessionOptions(looks: true).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            string[] named = [.. parsed.GetValue(codes)!.Select(c => c.ToUpperInvariant())];
            var standing = AlertRound.Remembered(session.State).Standing;
            if (named.FirstOrDefault(c => !standing.Keys.Select(AlertItem.CodeOf).Contains(c)) is { } unknown)
            {
                throw new UsageException(
                    $"Nothing that stands is called {unknown}.",
                    standing.IsEmpty ? "Nothing stands: what was told is over, or this machine's state folder is not the one that told it." : $"What stands: {string.Join("; ", standing.Take(20).Select(s => $"{AlertItem.CodeOf(s.Key)} {s.Value.About}: {s.Value.Text}"))}.");
            }

            using var channels = AlertChannels.Of(session.Context);
            var seen = new AlertRound(session.Plan.Plan.Alerts, session.State, session.Clock, channels, Screen.Warn).SeeTo(named, Environment.UserName, parsed.GetValue(because)) ?? throw new RunRefusedException(
                $"alerts refused: {session.State.HolderOf(StoreNames.AlertsLease)?.Shown ?? "another process"} is telling people at this moment.", "Say it again.");
            session.Screen.Line(seen.Count == 0 ? "Nothing is urgent that nobody sees to." : $"You see to {(seen.Count == 1 ? "it" : $"these {seen.Count}")}; the others hear so at the next look, and nobody is reminded of it until it is over:");
            foreach (var trouble in seen)
            {
                session.Screen.Line($"  {trouble.About}: {trouble.Text}");
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "seenTo", new JsonArray([.. seen.Select(t => new JsonObject { { "about", t.About }, { "text", t.Text }, { "since", t.Since } })]) } });
            }

            return ExitCode.Good;
        });
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
