using System.CommandLine;
using Holdfast.Execution.Executors;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast drill</c>: the failover, in other folders and on other ports, while production runs on.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        var scenario = new Option<string?>("--scenario") { Description = "Which of the plan's scenarios." };
        var command = new Command("drill", "Recover beside production, measure, clear away, keep the evidence.") { scenario };
        var options = new SessionOptions(looks: false).AddTo(command);
        var chosen = new PointOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var loss = session.LossOf(parsed.GetValue(scenario));
            var wish = chosen.Wish(parsed, session.Plan.Plan);
            if (chosen.Since(parsed) is { } since)
            {
                wish = wish with { Since = since, At = wish.At < since ? wish.At : since };
            }

            session.Screen.Heading($"Drill: {loss.Scenario.Name}");
            foreach (var sentence in Tables.Unrecoverables(session.Plan.Plan, loss))
            {
                Screen.Warn(sentence);
            }

            // A host without a place for drills is refused later, before anything is touched.
            if (!session.Trust.IsKnown && loss.Recoverable.All(system => session.Plan.Plan.HostNamed(system.RecoversOn!).Drill is not null))
            {
                WhatRuns.Show(session.Screen, session.Plan, session.Plan.Drill(), RecoveryGraph.Of(session.Plan.Plan, loss), asks: true);
            }

            session.Trust.Agree("drill", yes: false, ask: false);
            var executor = new Executor(session.Plan, session.State, session.Link, session.Keys, RunClock.Begin(session.Clock), new RunPrinter(session.Screen, session.Questions).Print, Screen.Warn);
            return RunExit.Of(session.Screen, session.Plan.Plan, await executor.DrillAsync(loss, wish, cancellationToken), session.Typed);
        });
        return command;
    }
}
