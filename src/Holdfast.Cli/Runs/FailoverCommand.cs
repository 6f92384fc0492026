using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Repositories;
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
        var beside = new Option<string[]>("--beside")
        {
            Description = "Begin although this unfinished failover came out of a repository; this machine does not lead it. Can be said several times, with --because.",
            HelpName = "RUN",
        };
        var command = new Command("failover", "Bring the business up at the recovery site.") { scenario, yes, again, clockIsRight, beside };
        var ignore = new IgnoreOptions().AddTo(command);
        var key = new SigningKeyOption().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        var chosen = new PointOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var began = chosen.Since(parsed);
            var setAside = SetAside(parsed.GetValue(beside) ?? [], ignore.Because(parsed));
            var session = await options.OpenAsync(parsed, state => ignore.Apply(parsed, state, isForMore: setAside.Length > 0), cancellationToken);
            var loss = session.LossOf(parsed.GetValue(scenario));
            key.Apply(parsed, session.State);
            var wish = chosen.Wish(parsed, session.Plan.Plan);
            var executor = new Executor(
                session.Plan, session.State, session.Link, session.Keys, RunClock.Begin(session.Clock), new RunPrinter(session.Screen, session.Questions).Print, Screen.Warn)
            {
                ClockIsRight = parsed.GetValue(clockIsRight),
            };
            Preview(session, loss, asks: !parsed.GetValue(yes));
            var wasKnown = session.Trust.IsKnown; // Agreeing makes it known, and it is asked once.
            if (!wasKnown)
            {
                session.Trust.Agree("failover", parsed.GetValue(yes), ask: true); // Its keys may be commands: none runs before it is agreed to.
            }

            await using var repositories = await executor.OpenAsync(loss, cancellationToken);
            session.Trust.Hear("failover", await SignedElsewhere.InAsync(session, repositories, loss.Repositories, cancellationToken), parsed.GetValue(yes));
            var overtaken = new OvertakenLead(session, loss, repositories, parsed.GetValue(again));
            executor.Doubts = [.. session.Trust.Doubts.Select(d => d.TrimEnd('.')), .. overtaken.Doubts];
            var lacksRecord = await FailoverOutlook.ShowAsync(session, loss, repositories, wish, began, cancellationToken);
            var unsigned = new UnsignedLead(session, loss, repositories, parsed.GetValue(again));
            unsigned.Show();
            overtaken.Show();
            if (wasKnown)
            {
                session.Trust.Agree("failover", parsed.GetValue(yes), ask: true);
            }

            unsigned.Agree(parsed.GetValue(yes));
            overtaken.Agree(parsed.GetValue(yes));
            if (lacksRecord && !parsed.GetValue(yes))
            {
                PlanTrust.Confirm("A record of who is active seems to be missing, so that newer copies than these may count. Are these the points to bring back?");
            }

            if (!parsed.GetValue(yes) && executor.ClockIsRight is null && (await ClockDoubt.OfAsync(repositories.Open, session.State, session.Clock.GetUtcNow(), cancellationToken)).Doubt is { } doubt)
            {
                Screen.Alarm($"{char.ToUpperInvariant(doubt[0])}{doubt[1..]}. One of the clocks is wrong, or somebody who has the repository's key dated it so.");
                PlanTrust.Confirm("Compare with another clock. By a wrong one points are taken for newer or older than they are.", "Is the clock of this machine right? Type yes: ");
                executor.ClockIsRight = "compared with another clock when asked";
            }

            return RunExit.Of(
                session.Screen, session.Plan.Plan, await executor.FailoverAsync(loss, began, parsed.GetValue(again), setAside, wish, repositories, cancellationToken), session.Typed);
        });
        return command;
    }

    /// <summary>Dangerous work is first a value: what will be done, before it is.</summary>
    private static void Preview(Session session, Loss loss, bool asks)
    {
        session.Screen.Heading($"Failover of {session.Plan.Plan.Organization}: {loss.Scenario.Name}");
        session.Screen.Line($"Lost: {string.Join(", ", loss.Sites.Select(s => s.Name).Concat(loss.Hosts.Select(h => h.Name)))}. Left: {string.Join(", ", loss.Repositories.Select(r => r.Name))}.");
        WhatRuns.Show(session.Screen, session.Plan, session.Plan.Real(), RecoveryGraph.Of(session.Plan.Plan, loss), asks);
        if (session.Trust.Standing.Demands || session.Trust.Standing.Expected is not null)
        {
            session.Screen.Line(session.Trust.Standing.Says());
        }

        foreach (var sentence in Tables.Unrecoverables(session.Plan.Plan, loss))
        {
            Screen.Warn(sentence);
        }
    }

    private static ImmutableArray<RunSetAside> SetAside(string[] runs, string? because) => runs.Length > 0 && string.IsNullOrWhiteSpace(because)
        ? throw new UsageException("--beside needs a reason.", "Say with --because how you know that the other run does not go on.")
        : [.. runs.Distinct().Select(run => new RunSetAside(run, because!))];
}
