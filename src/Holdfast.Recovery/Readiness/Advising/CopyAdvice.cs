using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>The copies of a system held against 3-2-1-1-0, in the plan's own sites and failure domains.</summary>
/// <param name="Copies">The live data counted.</param>
/// <param name="Media">How many kinds of storage hold copies, the host's disks counted.</param>
/// <param name="OffSite">Repositories that share no failure domain with the system's host and stand at another site.</param>
/// <param name="Guarded">Repositories that are offline or immutable.</param>
/// <param name="Verified">Repositories whose newest copy was read back, as far as is remembered.</param>
/// <param name="Fatal">What takes the system for good, with the reason.</param>
/// <param name="Repair">What mends the most of it; null: nothing was found, or there is nothing to mend.</param>
/// <param name="Mends">Of <paramref name="Fatal"/>.</param>
public sealed record CopyAdvice(
    int Copies,
    int Media,
    ImmutableArray<string> OffSite,
    ImmutableArray<string> Guarded,
    ImmutableArray<string> Verified,
    ImmutableSortedDictionary<string, string> Fatal,
    Change? Repair,
    ImmutableArray<string> Mends)
{
    /// <summary>What is missing of three copies, two media, one off-site, one offline or immutable, none unverified; empty: nothing.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (Copies < 3)
            {
                yield return $"{3 - Copies} more {(Copies == 2 ? "copy" : "copies")}";
            }

            if (Media < 2)
            {
                yield return "a second medium";
            }

            if (OffSite.IsEmpty)
            {
                yield return "a copy off-site that shares no failure domain";
            }

            if (Guarded.IsEmpty)
            {
                yield return "a copy that is offline or immutable";
            }

            if (Verified.Length < Copies - 1)
            {
                yield return $"a verified copy in {Copies - 1 - Verified.Length} of {Copies - 1} repositories, as far as this machine remembers";
            }
        }
    }

    /// <param name="fatal">What takes the system for good, with the reason, by the scenario.</param>
    /// <param name="repairs">Whether to look for what mends it, which costs more.</param>
    /// <returns>Null where the system holds no data and is never lost for good.</returns>
    public static CopyAdvice? Of(Basis basis, ProtectedSystem system, IReadOnlyDictionary<Scenario, string> fatal, bool repairs)
    {
        if (system.HoldsNothing && fatal.Count == 0)
        {
            return null;
        }

        var host = basis.Index.Host(system.RunsOn);
        var copies = basis.Index.CopiesOf(system).ToArray();
        var counted = basis.History.CopiesOf(system.Name).Where(c => c.Counts && basis.Exists(c)).Select(c => c.Repository).ToHashSet();
        var (repair, mends) = repairs ? Repairs.BestFor(basis.Plan, system, fatal.Keys) : (null, []);
        return new(
            copies.Length + 1,
            copies.Select(c => c.Medium).Append(Medium.Disk).Distinct().Count(),
            [.. copies.Where(c => c.Site != host.Site && !basis.Index.DomainsOf(c).Overlaps(basis.Index.DomainsOf(host))).Select(c => c.Name)],
            [.. copies.Where(c => c.Offline || c.Immutable is not null).Select(c => c.Name)],
            [.. copies.Select(c => c.Name).Where(counted.Contains)],
            fatal.ToImmutableSortedDictionary(f => f.Key.Name, f => f.Value, StringComparer.Ordinal),
            repair,
            mends);
    }
}
