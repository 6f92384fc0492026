using System.CommandLine;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Executors;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast failover</c>: for real.</summary>
internal static class FailoverCommand
{
    public static Command Create()
    {
        var scenario = new Option<string?>("--scenario") { Description = "What has been lost: one of the plan's scenarios." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var again = new Option<bool>("--again") { Description = "Although this plan was failed over before. Never replaces data that is in use." };
        var clockIsRight = new Option<string?>("--clock-is-right")
        {
            Description = "Although this machine's clock does not fit the repositories: how you know that it is right.", HelpName = "REASON",
        };
        var command = new Command("failover", "Bring the business up at the recovery site.") { scenario, yes, again, clockIsRight };
        var ignore = new IgnoreOptions().AddTo(command);
        var options = new SessionOptions().AddTo(command);
        var chosen = new PointOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var began = chosen.Since(parsed);
            var session = await options.OpenAsync(parsed, cancellationToken);
            var loss = session.LossOf(parsed.GetValue(scenario));
            session.RefuseRemote(loss.Recoverable.Select(s => s.RecoversOn));
            ignore.Apply(parsed, session);
            var wish = chosen.Wish(parsed, session.Plan.Plan);
            var executor = new Executor(
                session.Plan, session.State, session.Link, Hosts.FindKeyAsync, RunClock.Begin(session.Clock), new RunPrinter(session.Screen, session.Questions).Print, Screen.Warn)
            {
                ClockIsRight = parsed.GetValue(clockIsRight),
            };
            await using var repositories = await executor.OpenAsync(loss, cancellationToken);
            Preview(session, loss);
            await FailoverOutlook.ShowAsync(session, loss, repositories, wish, began, cancellationToken);
            if (!parsed.GetValue(yes) && !Confirmed())
            {
                throw new Execution.Journals.RunRefusedException("Not confirmed; nothing was touched.", "Answer yes, or say --yes where nobody can answer.");
            }

            return RunExit.Of(session.Screen, session.Plan.Plan, await executor.FailoverAsync(loss, began, parsed.GetValue(again), wish, repositories, cancellationToken));
        });
        return command;
    }

    /// <summary>Dangerous work is first a value: what will be done, before it is.</summary>
    private static void Preview(Session session, Loss loss)
    {
        session.Screen.Heading($"Failover of {session.Plan.Plan.Organization}: {loss.Scenario.Name}");
        session.Screen.Line($"Plan: {session.Plan.Origin}, SHA-256 {session.Plan.Hash[..16]}");
        session.Screen.Line($"Lost: {string.Join(", ", loss.Sites.Select(s => s.Name).Concat(loss.Hosts.Select(h => h.Name)))}. Left: {string.Join(", ", loss.Repositories.Select(r => r.Name))}.");
        foreach (var step in RecoveryGraph.Of(session.Plan.Plan, loss).Steps)
        {
            session.Screen.Line($"  {step.Name} on {step.System.RecoversOn}{(step.After.IsEmpty ? "" : $", after {string.Join(" and ", step.After)}")}");
        }

        foreach (var sentence in Tables.Unrecoverables(session.Plan.Plan, loss))
        {
            Screen.Warn(sentence);
        }
    }

    private static bool Confirmed()
    {
        Console.Error.Write("Begin? Type yes: ");
        return Console.ReadLine()?.Trim() is "yes";
    }
}
