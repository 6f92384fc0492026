using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>Finds what each system lacks. Nothing is good without a figure within its target, a verified point, and a drill.</summary>
/// <param name="newest">Of each system, what the newest verified copy shows that is still there.</param>
/// <param name="seen">Whether repositories were looked into.</param>
internal sealed class SystemJudge(Basis basis, IReadOnlyDictionary<string, DateTimeOffset> newest, Past past, bool seen)
{
    private readonly DateTimeOffset _now = basis.Now;
    private readonly ProofJudge _proof = new(basis.Plan, past, basis.Now);
    private readonly ProtectionJudge _protection = new(basis, past);
    private readonly ImmutableSortedDictionary<string, (Loss Loss, string Why)> _keysLost = KeysLost.In(basis.Index);
    private readonly ImmutableSortedDictionary<string, (Loss Loss, string Why)> _keysUnknown = KeysLost.Unknown(basis.Index);

    public SystemReadiness Of(SystemOutlook slowest, SystemOutlook costliest)
    {
        var system = slowest.System;
        DateTimeOffset? point = newest.TryGetValue(system.Name, out var at) ? at : null;
        var trials = past.Record.Of(system.Name).Where(t => !ClockSkew.IsAhead(t.At, _now)).ToArray();
        return new(
            system,
            slowest,
            costliest,
            point,
            trials.LastOrDefault(),
            trials.LastOrDefault(t => t.Measured is not null),
            past.Record.ReliabilityOf(system.Name),
            [
                .. OfTime(slowest)
                    .Concat(OfLoss(costliest, point))
                    .Concat(OfKeys(system, trials))
                    .Concat(_protection.Of(system, point))
                    .Concat(_proof.Of(system, trials))
                    .OrderBy(l => l.Kind),
            ]);
    }

    private IEnumerable<Lack> OfKeys(ProtectedSystem system, Trial[] trials) =>
        _keysLost.TryGetValue(system.Name, out var lost) ? [new(LackKind.KeyLostToo, lost.Why)]
        : _keysUnknown.TryGetValue(system.Name, out var unknown) && !IsKeyShown(system, trials) ? [new(LackKind.KeyNotShown, unknown.Why)]
        : [];

    /// <summary>A run on another machine than the one that takes the copies found the keys that it needed there.</summary>
    private bool IsKeyShown(ProtectedSystem system, Trial[] trials) =>
        basis.History.CopiesOf(system.Name).Where(c => c.Counts).MaxBy(c => c.TakenAt) is { Machine: { } source }
        && Array.Exists(trials, t => t is { Measured: not null, Machine: { } machine } && machine != source);

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
        if (!system.HoldsNothing && point is null)
        {
            yield return new(
                LackKind.NoVerifiedPoint,
                system.Protection is not null ? null : system.HoldsNoData is null ? "nothing of it is protected" : $"nothing of its {system.Size} is protected");
            yield break;
        }

        if (!system.HoldsNothing && !seen)
        {
            yield return new(LackKind.RepositoriesUnseen);
        }

        foreach (var repository in (system.Protection?.To ?? []).Where(basis.Unseen.ContainsKey))
        {
            yield return new(LackKind.RepositoriesUnseen, repository);
        }

        if (_now - point > system.Rpo.Value)
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
}
