using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Makes the scene of a plan: its things in boxes, and the arrows between them.</summary>
/// <param name="loss">What a scenario takes; null: nothing is lost.</param>
public sealed class PlanScene(Plan plan, Loss? loss)
{
    private const int MostFullSystems = 45;
    private const int MostReasons = 8;

    private readonly bool _compact = plan.Systems.Length > MostFullSystems;
    private readonly Dictionary<string, Card> _systems = [];
    private readonly Dictionary<string, Card> _repositories = [];
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <summary>Everything, or, of a plan that is too large for a sheet, what can be seen of it.</summary>
    public static Scene Of(Plan plan, Loss? loss) => new PlanScene(plan, loss).Build();

    private Scene Build()
    {
        var cards = new Cards(plan, loss, _compact);
        foreach (var system in plan.Systems)
        {
            _systems[system.Name] = cards.Of(system);
        }

        foreach (var repository in plan.Repositories)
        {
            _repositories[repository.Name] = cards.Of(repository);
        }

        var sites = Sites();
        var processes = plan.Processes.Select(p => (Process: p, Card: cards.Of(p))).ToImmutableArray();
        var folds = plan.Systems.Length > Folding.MostSystems;
        var scene = new Scene(
            loss is null ? plan.Organization : $"{plan.Organization}: {loss.Scenario.Name}",
            [Contents(), .. loss is null ? [] : LossInWords(loss)],
            [.. processes.Select(p => p.Card)],
            sites,
            folds ? [] : [.. NeedsOf(processes)],
            [.. CopiesOf()],
            [.. plan.Tiers.Index().Where(t => plan.Systems.Any(s => s.Tier == t.Item.Name))
                .Select(t => new TierLook(t.Index + 1, t.Item.Name, $"RTO {Spoken.Exactly(t.Item.Rto)}, RPO {Spoken.Exactly(t.Item.Rpo)}"))],
            _compact,
            loss is not null);
        return Folding.Of(scene);
    }

    private ImmutableArray<SiteFrame> Sites()
    {
        var runsOn = plan.Systems.ToLookup(s => s.RunsOn);
        var recoversOn = plan.Systems.ToLookup(s => s.RecoversOn);
        var hostsOf = plan.Hosts.ToLookup(h => h.Site);
        var repositoriesOf = plan.Repositories.ToLookup(r => r.Site);
        var lostHosts = loss?.Hosts.Select(h => h.Name).ToHashSet() ?? [];
        var lostSites = loss?.Sites.Select(s => s.Name).ToHashSet() ?? [];
        foreach (var host in plan.Hosts)
        {
            _lanes[host.Name] = LaneOf(host, lostHosts.Contains(host.Name), [.. runsOn[host.Name]], [.. recoversOn[host.Name]]);
        }

        return
        [
            .. plan.Sites.Select(site => new SiteFrame(
                site.Name,
                lostSites.Contains(site.Name) ? "LOST" : string.Join(", ", site.FailsWith.Select(d => d.ToString())),
                $"Site {site.Name}\nfails with {string.Join(", ", site.FailsWith.Select(d => d.ToString()))}{(lostSites.Contains(site.Name) ? "\nLOST" : "")}",
                lostSites.Contains(site.Name) ? Mark.Lost : Mark.None,
                [.. hostsOf[site.Name].Select(h => _lanes[h.Name])],
                [.. repositoriesOf[site.Name].Select(r => (_repositories[r.Name], r.On is { } on ? _lanes[on] : null))])),
        ];
    }

    private Lane LaneOf(Host host, bool lost, ImmutableArray<ProtectedSystem> runs, ImmutableArray<ProtectedSystem> recovers)
    {
        // In a scenario it is told what has to come here now; else what would, whatever happens.
        var arriving = loss is null ? recovers : [.. loss.Recoverable.Where(s => s.RecoversOn == host.Name)];
        var note = lost ? "LOST"
            : arriving.IsEmpty ? runs.IsEmpty ? "no system runs or recovers here" : ""
            : $"{(loss is null ? "recovers" : "BRINGS BACK")} {Cards.Count(arriving.Length, "system")}";
        var title = $"Host {host.Name} at {host.Site}\n"
            + (runs.IsEmpty ? "runs no system" : $"runs {string.Join(", ", runs.Select(s => s.Name))}") + "\n"
            + (arriving.IsEmpty ? "recovers no system" : $"{(loss is null ? "recovers" : "brings back")} {string.Join(", ", arriving.Select(s => s.Name))}")
            + (lost ? "\nLOST" : "");
        return new(host.Name, note, title, lost ? Mark.Lost : Mark.None, [.. runs.Select(s => _systems[s.Name])]);
    }

    private IEnumerable<(Card, Card)> NeedsOf(ImmutableArray<(Recovery.Plans.Business.BusinessProcess Process, Card Card)> processes)
    {
        var direct = new DirectNeeds(plan);
        return plan.Systems.SelectMany(s => direct.Of(s.Needs).Select(need => (_systems[s.Name], _systems[need])))
            .Concat(processes.SelectMany(p => direct.Of(p.Process.Needs).Select(need => (p.Card, _systems[need]))));
    }

    private IEnumerable<(Lane, Card)> CopiesOf() =>
        plan.Systems.SelectMany(s => (s.Protection?.To ?? []).Select(to => (s.RunsOn, To: to))).Distinct().Select(copy => (_lanes[copy.RunsOn], _repositories[copy.To]));

    private string Contents() => string.Join(", ",
        Cards.Count(plan.Processes.Length, "process", "processes"), Cards.Count(plan.Systems.Length, "system"), Cards.Count(plan.Hosts.Length, "host"),
        Cards.Count(plan.Sites.Length, "site"), Cards.Count(plan.Repositories.Length, "repository", "repositories"));

    private static IEnumerable<string> LossInWords(Loss loss)
    {
        var takes = string.Join(", ", loss.Scenario.Loses.Select(d => d.ToString()).Concat(loss.Scenario.Things.Select(t => t.ToString())));
        yield return $"Lost: {takes}. That takes {Cards.Count(loss.Sites.Length, "site")}, {Cards.Count(loss.Hosts.Length, "host")}, {Cards.Count(loss.Systems.Length, "system")}.";
        var forGood = loss.Unrecoverable.Count;
        if (loss.Systems.IsEmpty)
        {
            yield break;
        }

        yield return $"{Cards.Count(loss.Recoverable.Count(), "system")} can be brought back{(forGood == 0 ? ", none is lost for good." : $"; {forGood} LOST FOR GOOD:")}";
        
        // Causes before what follows from them.
        foreach (var system in loss.Systems.Where(s => loss.Unrecoverable.ContainsKey(s.Name)).OrderBy(s => s.Needs.Any(loss.Unrecoverable.ContainsKey)).Take(MostReasons))
        {
            yield return $"{system.Name}: {loss.Unrecoverable[system.Name]}";
        }

        if (forGood > MostReasons)
        {
            yield return $"and {forGood - MostReasons} more";
        }
    }
}
