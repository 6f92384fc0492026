using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Which copies still get to where they are needed, and over which links, when some links are lost. A plan need not name every link:
/// between two sites that it does not join, nothing is known, and nothing is held against the way.
/// </summary>
/// <param name="isLost">Of each link of the plan.</param>
internal sealed class Reach(PlanIndex index, Func<Link, bool> isLost)
{
    /// <summary>
    /// The link that joins the two sites; where that is lost, the shortest way over those that are not. Empty: there is none to be
    /// over, because the sites are one, the plan leaves their link out, or the copy is carried there. Null: they are cut off from each
    /// other.
    /// </summary>
    public ImmutableArray<Link>? Way(RepositoryPlace from, Host to) =>
        from.Site == to.Site || index.LinkBetween(from.Site, to.Site) is not { } link ? []
        : !isLost(link) ? [link]
        : Detour(from.Site, to.Site) ?? (from.Medium is Medium.RemovableDisk or Medium.Tape ? [] : null);

    /// <summary>Why none of the copies gets to the host: what would have joined them, and is lost. Null: one of them does.</summary>
    public string? WhyCutOff(IReadOnlyCollection<RepositoryPlace> copies, Host to)
    {
        if (copies.Any(copy => Way(copy, to) is not null))
        {
            return null;
        }

        var links = copies.Select(copy => index.LinkBetween(copy.Site, to.Site)!.Name).Distinct().ToArray();
        return $"no copy that is left can reach its recovery host {to.Name}: {(links.Length == 1 ? "link" : "links")} {string.Join(", ", links)} lost too";
    }

    private ImmutableArray<Link>? Detour(string from, string to)
    {
        var ways = new Dictionary<string, ImmutableArray<Link>> { [from] = [] };
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var site))
        {
            foreach (var link in index.Plan.Links.Where(l => l.Joins(site) && !isLost(l)))
            {
                var other = link.From == site ? link.To : link.From;
                if (ways.TryAdd(other, ways[site].Add(link)))
                {
                    next.Enqueue(other);
                }
            }
        }

        return ways.TryGetValue(to, out var way) ? way : null;
    }
}
