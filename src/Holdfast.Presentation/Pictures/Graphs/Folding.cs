using System.Collections.Immutable;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// Makes a scene fit on a sheet that is too large for one: what is alike becomes one box that says how many it stands for, and a note
/// says what was done. What needs what can't be told of such boxes and is left out.
/// </summary>
public static class Folding
{
    public const int MostSystems = 400;
    private const int MostLanes = 150;
    private const int MostSites = 40;
    private const int MostProcesses = 120;
    private const int MostRepositories = 40;
    private const int MostNames = 200;

    public static Scene Of(Scene scene)
    {
        var said = new List<string>();
        if (scene.Sites.Length > MostSites)
        {
            scene = scene with { Sites = [Joined(scene.Sites)] };
            said.Add("all sites");
        }

        if (scene.Sites.Sum(s => s.Lanes.Length) > MostLanes)
        {
            scene = WithLanes(scene, site => site.Lanes.Length == 1 ? site.Lanes : [Joined(site.Lanes)]);
            said.Add("the hosts of a site");
        }

        if (scene.Sites.Sum(s => s.Lanes.Sum(l => l.Systems.Length)) > MostSystems)
        {
            scene = WithLanes(scene, site => [.. site.Lanes.Select(l => l with { Systems = [.. l.Systems.GroupBy(s => s.Tier).Select(g => JoinedOrAlone(g, scene))] })]);
            said.Add("the systems of a host that have the same tier (what needs what is not drawn)");
        }

        if (scene.Sites.Any(s => s.Repositories.Length > MostRepositories))
        {
            scene = WithRepositories(scene);
            said.Add("the repositories of a site");
        }

        if (scene.Processes.Length > MostProcesses)
        {
            scene = scene with { Processes = [Joined(scene.Processes, "process", "processes", scene)] };
            said.Add("all processes");
        }

        if (said.Count == 0)
        {
            return scene;
        }

        var drawn = scene.Sites.SelectMany(s => s.Lanes).SelectMany(l => l.Systems).Concat(scene.Processes).ToHashSet();
        return scene with
        {
            Notes = [.. scene.Notes, $"Too much for one sheet, so these are folded together: {string.Join("; ", said)}."],
            Needs = [.. scene.Needs.Where(n => drawn.Contains(n.From) && drawn.Contains(n.To))],
        };
    }

    private static SiteFrame Joined(ImmutableArray<SiteFrame> sites) => new(
        $"{sites.Length} sites",
        LostOf(sites.Select(s => s.Mark)),
        Names("Sites", sites.Select(s => s.Name)),
        Worst(sites.Select(s => s.Mark)),
        [.. sites.SelectMany(s => s.Lanes)],
        [.. sites.SelectMany(s => s.Repositories)]);

    private static Lane Joined(ImmutableArray<Lane> lanes) => new(
        $"{lanes.Length} hosts", LostOf(lanes.Select(l => l.Mark)), Names("Hosts", lanes.Select(l => l.Name)), Worst(lanes.Select(l => l.Mark)), [.. lanes.SelectMany(l => l.Systems)]);

    private static Card JoinedOrAlone(IEnumerable<Card> cards, Scene scene) => cards.ToImmutableArray() is var all && all is [var alone] ? alone : Joined(all, "system", "systems", scene);

    private static Card Joined(ImmutableArray<Card> cards, string one, string many, Scene scene) => new()
    {
        Kind = cards[0].Kind,
        Name = Cards.Count(cards.Length, one, many),
        Lines = [scene.Tiers.FirstOrDefault(t => t.Number == cards[0].Tier)?.Name ?? "", LostOf(cards.Select(c => c.Mark))],
        Title = Names(many, cards.Select(c => c.Name)),
        Tier = cards[0].Tier,
        Mark = Worst(cards.Select(c => c.Mark)),
    };

    /// <summary>New lanes, with the copies and the repositories of the old ones.</summary>
    private static Scene WithLanes(Scene scene, Func<SiteFrame, ImmutableArray<Lane>> lanesOf)
    {
        var now = new Dictionary<Lane, Lane>(ReferenceEqualityComparer.Instance);
        var sites = scene.Sites.Select(site =>
        {
            var lanes = site.Lanes.IsEmpty ? [] : lanesOf(site);
            foreach (var (number, lane) in site.Lanes.Index())
            {
                now[lane] = lanes[lanes.Length == 1 ? 0 : number];
            }

            return site with { Lanes = lanes, Repositories = [.. site.Repositories.Select(r => (r.Card, r.On is null ? null : now[r.On]))] };
        }).ToImmutableArray();
        return scene with { Sites = sites, Copies = [.. scene.Copies.Select(c => (now[c.From], c.To)).Distinct()] };
    }

    private static Scene WithRepositories(Scene scene)
    {
        var now = new Dictionary<Card, Card>();
        var sites = scene.Sites.Select(site =>
        {
            if (site.Repositories.Length <= MostRepositories)
            {
                return site;
            }

            var all = Joined([.. site.Repositories.Select(r => r.Card)], "repository", "repositories", scene);
            foreach (var (card, _) in site.Repositories)
            {
                now[card] = all;
            }

            return site with { Repositories = [(all, null)] };
        }).ToImmutableArray();
        return scene with { Sites = sites, Copies = [.. scene.Copies.Select(c => (c.From, now.GetValueOrDefault(c.To, c.To))).Distinct()] };
    }

    private static Mark Worst(IEnumerable<Mark> marks) => marks.Max();

    private static string LostOf(IEnumerable<Mark> marks)
    {
        var all = marks.ToArray();
        var (lost, forGood) = (all.Count(m => m is Mark.Lost or Mark.LostForGood), all.Count(m => m == Mark.LostForGood));
        return lost == 0 ? "" : $"{lost} LOST{(forGood == 0 ? "" : $", {forGood} FOR GOOD")}";
    }

    private static string Names(string kind, IEnumerable<string> names)
    {
        var all = names.ToArray();
        return $"{kind}: {string.Join(", ", all.Take(MostNames))}{(all.Length > MostNames ? $" and {all.Length - MostNames} more" : "")}";
    }
}
