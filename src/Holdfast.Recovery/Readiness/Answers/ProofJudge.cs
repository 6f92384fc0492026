using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>
/// Finds what no run has shown of a system's recovery as it is today: every step, done as it is done when it counts, on the host that
/// would be used, by a plan that means the same, and not too long ago.
/// </summary>
internal sealed class ProofJudge(Plan plan, Past past, DateTimeOffset now)
{
    private readonly DrillTerm _term = new(plan);
    private readonly RecoveryChange _change = new(plan);
    private readonly Lazy<HashSet<string>> _hostsReached = new(() =>
    [
        .. past.Record.Trials
            .Where(t => t.Measured is not null && !ClockSkew.IsAhead(t.At, now))
            .Select(t => past.PlanOf(t) is { } then ? PlanIndex.Of(then).FindSystem(t.System)?.RecoversOn : null)
            .OfType<string>(),
    ]);

    /// <param name="trials">Of the system, the oldest first, none dated ahead.</param>
    public IEnumerable<Lack> Of(ProtectedSystem system, IReadOnlyList<Trial> trials) => OfTrials(system, trials).Concat(OfChecks(system)).Concat(OfDates(system));

    private IEnumerable<Lack> OfTrials(ProtectedSystem system, IReadOnlyList<Trial> trials) => OfCutShort(system, trials).Concat(OfFinished(system, trials));

    /// <summary>What was tried last and came to no end, whatever an older run has shown.</summary>
    private IEnumerable<Lack> OfCutShort(ProtectedSystem system, IReadOnlyList<Trial> trials) =>
        past.CutShort.Where(c => c.System == system.Name && !ClockSkew.IsAhead(c.At, now)).MaxBy(c => c.At) is { } last && !trials.Any(t => t.At > last.At)
            ? [new(last.Failed ? LackKind.LastRunFailed : LackKind.LastRunCutShort, last.Run)]
            : [];

    private ImmutableArray<Lack> OfFinished(ProtectedSystem system, IReadOnlyList<Trial> trials)
    {
        if (trials is not [.., var last])
        {
            return [new(LackKind.NeverDrilled)];
        }

        if (last.Failed)
        {
            return [new(LackKind.LastRunFailed, last.Run)];
        }

        // What a failover did for real, a later drill that left it out does not undo.
        var lacks = OfTrial(system, last);
        return lacks.IsEmpty || trials.Reverse().Skip(1).Any(t => !t.Failed && OfTrial(system, t).IsEmpty) ? [] : lacks;
    }

    private ImmutableArray<Lack> OfTrial(ProtectedSystem system, Trial trial)
    {
        var lacks = ImmutableArray.CreateBuilder<Lack>();
        var then = past.PlanOf(trial);
        var steps = system.Recover.Select(s => s.Name).ToArray();
        var replaced = steps.Intersect(trial.Otherwise).ToArray();
        var missed = steps.Except(trial.Steps).Except(trial.Otherwise).ToArray();
        var changed = then is null ? ["the plan that it followed, which is no longer at hand"] : _change.Since(then, system);
        if (then is not null && system.RecoversOn is { } host && !_hostsReached.Value.Contains(host))
        {
            lacks.Add(new(LackKind.HostNeverReached, host));
        }
        else if (changed.Count > 0 && missed.Length == 0)
        {
            lacks.Add(new(LackKind.PlanChanged, string.Join(", ", changed)));
        }

        if (missed.Length > 0)
        {
            lacks.Add(new(LackKind.StepsNotDrilled, string.Join(", ", missed)));
        }

        if (replaced.Length > 0)
        {
            lacks.Add(new(LackKind.StepsReplaced, string.Join(", ", replaced)));
        }

        if (!EmptyChecks.AreAll(system) && EmptyChecks.AreAll(system, trial.Idle))
        {
            lacks.Add(new(LackKind.ChecksProveNothing, $"in {trial.Run}"));
        }

        if (_term.LastDayOf(system, trial) < DateOnly.FromDateTime(now.UtcDateTime))
        {
            lacks.Add(new(LackKind.DrillTooOld, trial.Run));
        }

        return lacks.ToImmutable();
    }

    private static IEnumerable<Lack> OfChecks(ProtectedSystem system) => EmptyChecks.HasNone(system) ? [new(LackKind.NoCheck)]
        : EmptyChecks.AreAll(system) ? [new(LackKind.ChecksProveNothing)]
        : [];

    private IEnumerable<Lack> OfDates(ProtectedSystem system) =>
        past.Record.Of(system.Name).LastOrDefault(t => ClockSkew.IsAhead(t.At, now)) is { } ahead ? [new(LackKind.DatedAhead, $"the run {ahead.Run}")] : [];
}
