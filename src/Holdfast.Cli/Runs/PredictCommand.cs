using System.CommandLine;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Stages.Evidence;
using Holdfast.Stages.Repositories;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast predict</c>: how long, how much lost, and how well founded that is.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var scenario = new Option<string?>("--scenario") { Description = "Which of the plan's scenarios." };
        var command = new Command("predict", "How long until operating again, how much would be lost, and what that rests on.") { scenario };
        var options = new SessionOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var loss = session.LossOf(parsed.GetValue(scenario));
            var now = session.Clock.GetUtcNow();
            var graph = RecoveryGraph.Of(session.Plan.Plan, [.. loss.Recoverable.Select(s => s.Name)]);
            await using var repositories = await OpenRepositories.OpenAsync(
                session.Plan.Real(), loss.Repositories, Hosts.FindKeyAsync, session.Clock, cancellationToken);
            foreach (var (name, why) in repositories.Closed)
            {
                Screen.Warn($"{name} was not looked into, so nothing in it counts: {why}");
            }

            var exists = await repositories.ContentsAsync(cancellationToken);
            var prediction = new Forecast(new(session.Plan.Plan), KeptHistory.In(session.State), exists, now).Of(loss, graph, cancellationToken: cancellationToken);
            Tables.Prediction(session.Screen, loss, prediction, graph, now);
            if (session.Screen.Json)
            {
                Screen.WriteJson(new
                {
                    scenario = loss.Scenario.Name,
                    systems = prediction.Systems.Select(e => Tables.Plain(e, session.Plan.Plan.SystemNamed(e.System))),
                    predictedRtoSeconds = prediction.Business.Rto.Value?.TotalSeconds,
                    predictedRpoSeconds = prediction.Business.Rpo.Value?.TotalSeconds,
                    provenance = prediction.Business.Rto.From,
                    unrecoverable = loss.Unrecoverable,
                    unmeasured = prediction.Unmeasured.Select(s => s.ToString()),
                });
            }

            var good = loss.Unrecoverable.IsEmpty && prediction.Systems.All(e =>
                e.Rto.Value <= session.Plan.Plan.SystemNamed(e.System).Rto.Value && e.Rpo.Value <= session.Plan.Plan.SystemNamed(e.System).Rpo.Value);
            return good ? ExitCode.Good : ExitCode.OutsideTarget;
        });
        return command;
    }
}
