using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness;

/// <summary>
/// Which of several copies of one moment is the quickest where its system recovers. Predictions, drills and failovers all ask here. For
/// several threads at once.
/// </summary>
/// <param name="history">Restores that were measured count before what the plan says.</param>
/// <param name="isLost">Of each link of the plan.</param>
public sealed class QuickestCopies(PlanIndex index, History history, Func<Link, bool> isLost)
{
    /// <summary>
    /// A way that nothing measured is believed at most this share of the plan's word, where that is more than its host ever restored at:
    /// a link of 1 Gbit/s brings nothing sooner to a host that never took more than a tenth of it, unless what the host was measured
    /// with was slow by itself.
    /// </summary>
    private const double Believed = 0.25;

    private readonly Reach _reach = new(index, isLost);
    private readonly ConcurrentDictionary<(string Repository, string Host), CopySpeed> _speeds = new();
    private readonly Lazy<Rates> _rates = new(() => Rates.Of(index, history));

    /// <summary>While no link is lost.</summary>
    public QuickestCopies(PlanIndex index, History history)
        : this(index, history, static _ => false)
    {
    }

    /// <param name="among">Names of repositories that hold the same moment; those that the system's <c>to:</c> does not name come last.</param>
    /// <returns>The quickest first; of equally quick ones in the order of <c>to:</c>.</returns>
    public ImmutableArray<CopySpeed> Order(ProtectedSystem system, IEnumerable<string> among)
    {
        ArgumentNullException.ThrowIfNull(system);
        var host = index.Host(system.RecoversOn ?? system.RunsOn);
        var to = system.Protection?.To ?? [];
        return
        [
            .. among.Select(name => (Speed: SpeedOf(name, host), Place: (uint)to.IndexOf(name)))
                .OrderByDescending(copy => copy.Speed.BytesPerSecond)
                .ThenBy(copy => copy.Place)
                .Select(copy => copy.Speed),
        ];
    }

    /// <inheritdoc cref="Order"/>
    /// <returns>Null: there are none.</returns>
    public CopySource? Choose(ProtectedSystem system, IEnumerable<string> among) =>
        Order(system, among) is [var first, .. var others] ? new(system.Name, first, others) : null;

    private CopySpeed SpeedOf(string repository, Host host) =>
        _speeds.TryGetValue((repository, host.Name), out var known) ? known : _speeds[(repository, host.Name)] = Work(repository, host);

    private CopySpeed Work(string repository, Host host)
    {
        var rates = _rates.Value;
        if (rates.Of(repository, host.Name) is { } measured)
        {
            return new(repository, measured.BytesPerSecond, measured.Count == 1 ? "measured once" : $"measured {measured.Count} times");
        }

        var way = CopyWay.Of(_reach, index.Repository(repository), host);
        var declared = !way.IsJoined ? 0 : way.Rate?.BytesPerSecond ?? double.PositiveInfinity;
        if (rates.BestAt(host.Name) is not { } best || declared <= best)
        {
            return new(repository, declared, way.By ?? "");
        }

        return double.IsFinite(declared) && Believed * declared > best
            ? new(repository, Believed * declared, $"a quarter of {way.By}, since nothing measured it")
            : new(repository, best, $"host {host.Name}, as measured");
    }

    /// <summary>What was measured: of all restores from a repository to a host, the bytes over the time, so that the large ones count most.</summary>
    private sealed class Rates
    {
        private readonly Dictionary<(string, string), (double BytesPerSecond, int Count)> _ofWay;
        private readonly Dictionary<string, double> _best;

        private Rates(Dictionary<(string Repository, string Host), (double BytesPerSecond, int Count)> ofWay)
        {
            _ofWay = ofWay;
            _best = ofWay.GroupBy(way => way.Key.Host).ToDictionary(host => host.Key, host => host.Max(way => way.Value.BytesPerSecond));
        }

        public static Rates Of(PlanIndex index, History history) => new(history.Restores
            .Select(d => (Duration: d, Host: index.FindSystem(d.Step.System)?.RecoversOn))
            .Where(d => d.Host is not null)
            .GroupBy(d => (d.Duration.From!, d.Host!))
            .ToDictionary(way => way.Key, way => (way.Sum(d => (double)d.Duration.Bytes) / way.Sum(d => d.Duration.Took.TotalSeconds), way.Count())));

        public (double BytesPerSecond, int Count)? Of(string repository, string host) => _ofWay.TryGetValue((repository, host), out var way) ? way : null;

        /// <summary>The most that was ever measured on the way to a host; null: nothing was.</summary>
        public double? BestAt(string host) => _best.TryGetValue(host, out var best) ? best : null;
    }
}
