using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What might bring a system back sooner: for each step that decides when it operates, what that step waits for. Whether it helps is for the prediction to say.</summary>
/// <param name="scenario">In which the system is too late.</param>
internal sealed class Candidates(Trials trials, Scenario scenario)
{
    private readonly Plan _plan = trials.Basis.Plan;
    private readonly RateSearch _rates = new(trials, scenario);

    public IEnumerable<Change> For(ProtectedSystem system, CancellationToken cancellationToken)
    {
        var (loss, prediction) = trials.Basis.Predict(scenario, 1, cancellationToken);
        var graph = RecoveryGraph.Of(_plan, loss);
        if (!graph.TryFind(RecoveryGraph.LastStepOf(system), out var last))
        {
            yield break;
        }

        var copies = new CopiesLeft(trials.Basis.Index, loss);
        foreach (var step in CriticalPath.To(graph, prediction.Timeline, last.Name).OrderByDescending(s => s.Done - s.Ready))
        {
            var of = graph[step.Step];
            var changes = of.Step.Action switch
            {
                RestoreAction => OfRestore(system, of.System, copies.For(of.System)),
                { Doer: { } doer } when step.Shared > TimeSpan.Zero => MoreHands(doer, loss),
                _ => [],
            };
            foreach (var change in changes)
            {
                yield return change;
            }
        }
    }

    private IEnumerable<Change> OfRestore(ProtectedSystem late, ProtectedSystem restored, IReadOnlySet<string> left)
    {
        var host = trials.Basis.Index.Host(restored.RecoversOn!);
        var sources = trials.Basis.Index.CopiesOf(restored).Where(r => left.Contains(r.Name)).ToArray();
        foreach (var source in sources)
        {
            if (source.Site != host.Site && trials.Basis.Index.LinkBetween(source.Site, host.Site) is { } link
                && _rates.Least(late, link.Bandwidth, rate => new LinkBandwidth(link.From, link.To, rate)) is { } faster)
            {
                yield return faster;
            }

            if (source.Reads is { } reads && _rates.Least(late, reads, rate => new RepositoryReads(source.Name, rate)) is { } quicker)
            {
                yield return quicker;
            }
        }

        if (host.Restores is { } restores && _rates.Least(late, restores, rate => new HostRestores(host.Name, rate)) is { } stronger)
        {
            yield return stronger;
        }

        if (restored.Protection is { } protection && sources.Length > 0 && sources.All(s => s.Site != host.Site))
        {
            var near = _plan.Repositories.FirstOrDefault(r => r.Site == host.Site && left.Contains(r.Name) && !protection.To.Contains(r.Name));
            yield return new SystemCopy(restored.Name, near ?? NewPlaces.RepositoryAt(_plan, host.Site));
        }

        // What is there already is not proposed.
        if (restored is { HasStandby: true, Standby.Kind: StandbyKind.Hot })
        {
            yield break;
        }

        if (!restored.HasStandby)
        {
            yield return new SystemStandby(restored.Name, StandbyKind.Warm);
        }

        if (restored.Recover.Any(s => s.Action is ServiceAction or UnitAction))
        {
            yield return new SystemStandby(restored.Name, StandbyKind.Hot);
        }
    }

    /// <summary>Someone who is there and does not hold the role yet, and someone new.</summary>
    private IEnumerable<Change> MoreHands(Party who, Loss loss)
    {
        if (who.Kind != PartyKind.Role)
        {
            yield break;
        }

        var held = _plan.RoleNamed(who.Name).HeldBy;
        if (_plan.People.FirstOrDefault(p => !held.Contains(p.Name) && loss.People.All(lost => lost.Name != p.Name)) is { } other)
        {
            yield return new RolePerson(who.Name, other.Name);
        }

        yield return new RolePerson(who.Name, "somebody new");
    }
}
