using Holdfast.Cli.Readiness;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Presentation.Alerts;
using Holdfast.Presentation.Metrics;

namespace Holdfast.Cli.Metrics;

/// <summary>A look at the business as metrics: the same look that <c>status</c> and alerts speak from.</summary>
internal static class MetricsLook
{
    /// <param name="took">How long looking took.</param>
    public static Exposition Of(Session session, ReadinessLook look, RepositorySet contents, TimeSpan took)
    {
        var (overdue, unusable) = (ScheduledDrills.Overdue(session.Plan.Plan, session.State, look.Now), UnusablePlan.In(session.State));
        return BusinessMetrics.Of(new()
        {
            Source = session.Plan,
            Answer = look.Answer,
            Basis = look.Basis,
            Contents = contents,
            Copies = look.Copies,
            Findings = look.Findings,
            Troubles = Troubles.Of(session.Plan.Plan, look.Answer, contents, look.Findings, look.Rooms, overdue, unusable, look.Now),
            Rooms = [.. look.Rooms.Select(r => r.Room)],
            Upkeep = UpkeepStanding.Of(session.State, contents, session.Clock),
            Alerts = AlertRound.Remembered(session.State),
            IsScheduled = session.State.HolderOf(StoreNames.ScheduleLease) is { IsAlive: true },
            Unusable = unusable,
            Now = look.Now,
            Took = took,
            Version = typeof(MetricsLook).Assembly.GetName().Version?.ToString(3) ?? "0",
        });
    }
}
