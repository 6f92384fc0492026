using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Metrics;

/// <summary>Of each system: its targets, what is predicted, what it lacks, and what was shown of it.</summary>
internal static class SystemMetrics
{
    public static void AddTo(Exposition metrics, MetricsBasis basis)
    {
        var term = new DrillTerm(basis.Plan);
        foreach (var system in basis.Answer.Systems)
        {
            var (name, of) = (system.System.Name, system.System);
            metrics.Set(MetricFamilies.SystemInfo, true, name, of.Tier ?? "", of.RunsOn, of.RecoversOn ?? "");
            metrics.Set(MetricFamilies.SystemGood, system.Verdict == Verdict.Good, name);
            foreach (var lack in system.Lacks)
            {
                metrics.Set(MetricFamilies.SystemLack, true, name, JsonFields.WordOf(lack.Kind), JsonFields.WordOf(lack.Verdict)); // Of two of a kind one is enough.
            }

            metrics.Set(MetricFamilies.RtoTarget, of.Rto.Value, name);
            metrics.Set(MetricFamilies.RtoPredicted, system.Rto.Value, name);
            metrics.Set(MetricFamilies.RtoPredictedP90, system.RtoP90.Value, name);
            metrics.Set(MetricFamilies.RpoTarget, of.Rpo.Value, name);
            metrics.Set(MetricFamilies.RpoPredicted, system.Rpo.Value, name);
            metrics.Set(MetricFamilies.SystemPoint, basis.Past(system.Point), name);
            metrics.Set(MetricFamilies.ProtectEvery, of.Protection?.Every, name);
            if (system.LastTrial is { } last)
            {
                metrics.Set(MetricFamilies.DrillAt, last.At, name);
                metrics.Set(MetricFamilies.DrillGood, !last.Failed, name);
            }

            if (system.LastMeasured is { } measured)
            {
                metrics.Set(MetricFamilies.DrillRto, measured.Measured, name);
                metrics.Set(MetricFamilies.DrillDue, DayAfter(term.LastDayOf(of, measured)), name);
            }
        }
    }

    /// <summary>Null: it never ends.</summary>
    private static DateTimeOffset? DayAfter(DateOnly day) => day == DateOnly.MaxValue ? null : new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
}
