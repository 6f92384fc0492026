using Holdfast.Cli.Metrics;
using Holdfast.Cli.Readiness;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Failures;
using Holdfast.Presentation.Alerts;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Cli.Upkeep;

/// <summary>Looks at the business as <c>status</c> does and tells what is new. Everything that looking runs into is told, too.</summary>
/// <param name="metrics">Hears what each look found; null: nobody asks for metrics.</param>
internal sealed class AlertTurn(Session session, AlertChannels channels, Action<string> warn, LastMetrics? metrics = null)
{
    private readonly AlertRound _round = new(session.Plan.Plan.Alerts, session.State, session.Clock, channels, warn);

    private bool Tells => session.Plan.Plan.Alerts is not null;

    /// <returns>Null: another process is at it, or nobody is to be told anything.</returns>
    public async Task<AlertOutcome?> LookAsync(CancellationToken cancellationToken)
    {
        var began = session.Clock.GetTimestamp();
        var asking = RepositoryAsking.Default with { Distrusted = CopyDamage.Packs(ProtectionLog.Read(session.State)) };
        await using var contents = await RepositorySet.OpenAsync(session.Plan.Real(), session.Plan.Plan.Repositories, session.Keys, session.Clock, asking, cancellationToken);
        var look = await ReadinessLook.OfAsync(session, contents, remembers: true, cancellationToken);
        var took = session.Clock.GetElapsedTime(began);
        metrics?.Saw(MetricsLook.Of(session, look, contents, took), took);
        if (!Tells)
        {
            return null;
        }

        Trouble[] unsigned = !session.Trust.Standing.Demands || session.Trust.IsKnown ? [] :
            [new("plan/unsigned", TroubleLevel.Urgent, "the plan", session.Trust.Standing.Says().TrimEnd('.'), "holdfast trust sign, where the organization's key is; if none of you changed the plan, somebody else did")];
        IReadOnlyList<Trouble> troubles = [.. unsigned, .. Troubles.Of(session.Plan.Plan, look.Answer, contents, look.Findings, look.Rooms, ScheduledDrills.Overdue(session.Plan.Plan, session.State, look.Now), UnusablePlan.In(session.State), look.Now)];
        var words = new AlertText(session.Plan.Plan, VerdictSentence.Of(session.Plan.Plan, look.Answer, look.Now), Environment.MachineName, look.Now);
        return await _round.RunAsync(troubles, words.News, () => words.Summary(look.Answer, troubles), cancellationToken);
    }

    public Task RetryAsync(CancellationToken cancellationToken) => Tells ? _round.RetryAsync(cancellationToken) : Task.CompletedTask;

    public Task<IReadOnlyList<(string Channel, string? Why)>> TestAsync(CancellationToken cancellationToken) =>
        _round.TestAsync(AlertText.Test(session.Plan.Plan, Environment.MachineName, session.Clock.GetUtcNow()), cancellationToken);

    /// <summary>By the ways of the plan until now: whoever changed it may have changed who hears of it, too.</summary>
    public async Task TellChangeAsync(Session next, CancellationToken cancellationToken)
    {
        if (!next.Trust.IsKnown || WaysOf(next.Plan.Plan.Alerts) != WaysOf(session.Plan.Plan.Alerts))
        {
            await _round.TestAsync(AlertText.Changed(session.Plan.Plan, next.Trust.IsKnown ? null : next.Trust.Standing.Says(), Environment.MachineName, session.Clock.GetUtcNow()), cancellationToken);
        }
    }

    /// <summary>For whoever looks again and again: that a look failed is told as anything else is, and the next one comes.</summary>
    public async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // Whatever it was, copies go on, and people hear that nobody sees how they are.
        {
            var why = Failure.Of(e).OneLine;
            warn($"nobody could look whether something is to be told: {why}");
            metrics?.SawNothing();
            if (!Tells)
            {
                return;
            }

            var words = new AlertText(session.Plan.Plan, "Not known: nobody could look.", Environment.MachineName, session.Clock.GetUtcNow());
            var blind = new Trouble("look", TroubleLevel.Urgent, "Holdfast", $"nobody can look how copies are: {why}", "holdfast status");
            await _round.RunAsync([.. _round.Standing.Where(s => s.Key != blind.Key), blind], words.News, summary: null, cancellationToken);
        }
    }

    /// <summary>Who hears, and by which way.</summary>
    private static string WaysOf(Alerting? alerts) => alerts is null ? "" : string.Join(
        '\n',
        [
            $"{alerts.Mail?.Host}:{alerts.Mail?.Port} {alerts.Mail?.From} {alerts.Mail?.User}", .. alerts.Mail?.To ?? [], .. alerts.Escalation?.To ?? [],
            .. alerts.Webhooks.Select(w => $"{w.Shape} {w.Url} {w.Key}"), $"{alerts.Command}", $"{alerts.Heartbeat}",
        ]);
}
