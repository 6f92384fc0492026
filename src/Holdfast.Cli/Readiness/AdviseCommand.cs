using System.CommandLine;
using Holdfast.Execution.Evidence;
using Holdfast.Presentation;
using Holdfast.Presentation.Advising;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Advising;

namespace Holdfast.Cli.Readiness;

/// <summary><c>holdfast advise</c>: from RTO and RPO to schedule, copies and standby, and what each would buy.</summary>
internal static class AdviseCommand
{
    public static Command Create()
    {
        var system = new Option<string?>("--system") { Description = "Advise on this system alone.", HelpName = "NAME" };
        var command = new Command("advise", "What to change so that every system keeps its RTO and RPO, what that buys, and what a drill would tell.") { system };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var plan = session.Plan.Plan;
            var only = parsed.GetValue(system);
            if (only is not null && plan.Systems.All(s => s.Name != only))
            {
                throw new UsageException(
                    $"The plan has no system \"{only}\".",
                    Suggestion.For(only, plan.Systems.Select(s => s.Name)) is { } guess ? $"Did you mean \"{guess}\"?" : "\"holdfast plan show\" shows what it has.");
            }

            await using var repositories = await looking.OpenAsync(session, parsed, plan.Repositories, cancellationToken);
            var basis = KnownBasis.Of(plan, KeptHistory.In(session.State), repositories, session.Clock.GetUtcNow());
            var advice = Advice.Of(basis, only, cancellationToken);
            if (session.Screen.Json)
            {
                Screen.WriteJson(AdviceJson.Of(advice, plan.Currency));
            }
            else
            {
                new AdviceText(session.Screen, plan.Currency).Write(advice);
            }

            return advice.IsGood ? ExitCode.Good : ExitCode.OutsideTarget;
        });
        return command;
    }
}
