using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>Finds what each system lacks. Nothing is good without a figure within its target, a verified point, and a drill.</summary>
/// <param name="newest">Of each system, what the newest verified copy shows that is still there.</param>
/// <param name="seen">Whether repositories were looked into.</param>
internal sealed class SystemJudge(Plan plan, IReadOnlyDictionary<string, DateTimeOffset> newest, TrackRecord record, bool seen, DateTimeOffset now)
{
    /// <summary>How long a drill counts where the tier says nothing: the year that regulations ask for.</summary>
    private static readonly CalendarSpan Yearly = new(12, 0);

    private readonly Dictionary<string, CalendarSpan?> _drillEvery = plan.Tiers.ToDictionary(t => t.Name, t => t.DrillEvery);

    public SystemReadiness Of(SystemOutlook slowest, SystemOutlook costliest)
    {
        var system = slowest.System;
        DateTimeOffset? point = newest.TryGetValue(system.Name, out var at) ? at : null;
        var trials = record.Of(system.Name).ToArray();
        return new(
            system,
            slowest,
            costliest,
            point,
            trials.LastOrDefault(),
            trials.LastOrDefault(t => t.Measured is not null),
            record.ReliabilityOf(system.Name),
            [.. OfTime(slowest).Concat(OfLoss(costliest, point)).Concat(OfProof(system, trials.LastOrDefault())).OrderBy(l => l.Kind)]);
    }

    private static IEnumerable<Lack> OfTime(SystemOutlook slowest)
    {
        var rto = slowest.System.Rto.Value;
        if (slowest.Unrecoverable is { } why)
        {
            yield return new(LackKind.Unrecoverable, why);
        }
        else if (slowest.Expected is not { Rto.Value: { } typical } expected)
        {
            yield return new(LackKind.TimeUnknown);
        }
        else if (typical > rto || expected.RtoP90 is { From: Provenance.Measured } && expected.RtoP90.Value > rto)
        {
            yield return new(LackKind.TooSlow, slowest.Scenario!.Name);
        }
        else if (expected.RtoP90.Value > rto)
        {
            yield return new(LackKind.MayBeLate, slowest.Scenario!.Name);
        }
        else if (expected.RtoP90.Value is null && expected.Recovery.From != Provenance.Measured)
        {
            yield return new(LackKind.TimeNotMeasured);
        }
    }

    private IEnumerable<Lack> OfLoss(SystemOutlook costliest, DateTimeOffset? point)
    {
        var system = costliest.System;
        if (system.HoldsNoData is null && point is null)
        {
            yield return new(LackKind.NoVerifiedPoint, system.Protection is null ? "nothing of it is protected" : null);
            yield break;
        }

        if (system.HoldsNoData is null && !seen)
        {
            yield return new(LackKind.RepositoriesUnseen);
        }

        if (now - point > system.Rpo.Value)
        {
            yield return new(LackKind.PointTooOld);
        }
        else if (costliest.Unrecoverable is null && costliest.Expected?.Rpo.Value is not { })
        {
            yield return new(LackKind.LossUnknown);
        }
        else if (costliest.Expected?.Rpo.Value > system.Rpo.Value)
        {
            yield return new(LackKind.LosesTooMuch, costliest.Scenario!.Name);
        }
    }

    private IEnumerable<Lack> OfProof(ProtectedSystem system, Trial? last)
    {
        if (last is null)
        {
            yield return new(LackKind.NeverDrilled);
        }
        else if (last.Failed)
        {
            yield return new(LackKind.LastRunFailed, last.Run);
        }
        else
        {
            var missed = system.Recover.Select(s => s.Name).Except(last.Steps).ToArray();
            if (missed.Length > 0)
            {
                yield return new(LackKind.StepsNotDrilled, string.Join(", ", missed));
            }

            var every = (system.Tier is { } tier ? _drillEvery.GetValueOrDefault(tier) : null) ?? Yearly;
            if (every.From(DateOnly.FromDateTime(last.At.UtcDateTime)) < DateOnly.FromDateTime(now.UtcDateTime))
            {
                yield return new(LackKind.DrillTooOld, last.Run);
            }
        }
    }
}
