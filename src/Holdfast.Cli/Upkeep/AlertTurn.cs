using Holdfast.Cli.Readiness;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation.Alerts;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Upkeep;

/// <summary>Looks at the business as <c>status</c> does and tells what is new. Everything that looking runs into is told, too.</summary>
internal sealed class AlertTurn(Session session, AlertChannels channels, Action<string> warn)
{
    private readonly AlertRound _round = new(session.Plan.Plan.Alerts, session.State, session.Clock, channels, warn);

    /// <returns>Null: another process is at it.</returns>
    public async Task<AlertOutcome?> LookAsync(CancellationToken cancellationToken)
    {
        var asking = RepositoryAsking.Default with { Distrusted = CopyDamage.Packs(ProtectionLog.Read(session.State)) };
        await using var contents = await RepositorySet.OpenAsync(session.Plan.Real(), session.Plan.Plan.Repositories, session.Keys, session.Clock, asking, cancellationToken);
        var look = await ReadinessLook.OfAsync(session, contents, cancellationToken);
        var troubles = Troubles.Of(session.Plan.Plan, look.Answer, contents, look.Findings, RepositoryRoom.Of(session.Plan.Real(), contents), UnusablePlan.In(session.State), look.Now);
        var words = new AlertText(session.Plan.Plan, look.Answer, Environment.MachineName, look.Now);
        return await _round.RunAsync(troubles, words.News, () => words.Summary(troubles), cancellationToken);
    }

    public Task RetryAsync(CancellationToken cancellationToken) => _round.RetryAsync(cancellationToken);

    public Task<IReadOnlyList<(string Channel, string? Why)>> TestAsync(CancellationToken cancellationToken) =>
        _round.TestAsync(AlertText.Test(session.Plan.Plan, Environment.MachineName, session.Clock.GetUtcNow()), cancellationToken);

    /// <summary>For whoever looks again and again: a look that fails is told, and the next one comes.</summary>
    public async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception e) when (e is RepositoryException or IOException or UnauthorizedAccessException && !cancellationToken.IsCancellationRequested)
        {
            warn($"nobody could look whether something is to be told: {e.Message}");
        }
    }
}
