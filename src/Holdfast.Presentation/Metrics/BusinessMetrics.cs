using Holdfast.Execution.Alerts;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation.Metrics;

/// <summary>A look as metrics: nothing that <c>status</c> does not say.</summary>
public static class BusinessMetrics
{
    public static Exposition Of(MetricsBasis basis)
    {
        var metrics = new Exposition("organization", basis.Plan.Organization);
        metrics.Set(MetricFamilies.Up, true);
        metrics.Set(MetricFamilies.LookAt, basis.Now);
        metrics.Set(MetricFamilies.LookTook, basis.Took);
        metrics.Set(MetricFamilies.Build, true, basis.Version);
        metrics.Set(MetricFamilies.Plan, true, basis.Source.Hash);
        metrics.Set(MetricFamilies.Good, basis.Answer.Verdict == Verdict.Good);
        foreach (var severity in Enum.GetValues<Severity>())
        {
            metrics.Set(MetricFamilies.Findings, basis.Findings.Count(f => f.Severity == severity), JsonFields.WordOf(severity));
        }

        foreach (var level in Enum.GetValues<TroubleLevel>())
        {
            metrics.Set(MetricFamilies.Troubles, basis.Troubles.Count(t => t.Level == level), level.ToString().ToLowerInvariant());
        }

        metrics.Set(MetricFamilies.ScheduleRunning, basis.IsScheduled);
        if (basis.IsScheduled)
        {
            metrics.Set(MetricFamilies.SchedulePlanUsable, basis.Unusable is null);
        }

        OfAlerts(metrics, basis);
        SystemMetrics.AddTo(metrics, basis);
        CopyMetrics.AddTo(metrics, basis);
        RepositoryMetrics.AddTo(metrics, basis);
        return metrics;
    }

    /// <summary>What is to be said when nobody could look: that, and nothing of what was so before.</summary>
    /// <param name="organization">Null: not even the plan could be read.</param>
    /// <param name="plan">Where that was looked for.</param>
    public static Exposition OfNoLook(string? organization, string plan)
    {
        var metrics = organization is null ? new Exposition("plan", plan) : new Exposition("organization", organization);
        metrics.Set(MetricFamilies.Up, false);
        return metrics;
    }

    private static void OfAlerts(Exposition metrics, MetricsBasis basis)
    {
        metrics.Set(MetricFamilies.AlertsConfigured, basis.Plan.Alerts is not null);
        if (basis.Plan.Alerts is not null)
        {
            metrics.Set(MetricFamilies.AlertsWaiting, basis.Alerts.Outbox.Length);
            metrics.Set(MetricFamilies.AlertsFailing, basis.Alerts.Failing.Count);
            metrics.Set(MetricFamilies.AlertsFailingSince, basis.Alerts.Failing.Values.Select(f => (DateTimeOffset?)f.Since).Min());
        }
    }
}
