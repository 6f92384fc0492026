using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Changes;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>Which rate would just do: the slowest, of those that one can buy, with which a system keeps its RTO in a scenario.</summary>
internal sealed class RateSearch(Trials trials, Scenario scenario)
{
    private static readonly DataRate[] Sold =
    [
        .. new long[] { 10, 20, 50, 100, 200, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 40_000, 100_000 }.Select(megabits => new DataRate(megabits * 1_000_000)),
    ];

    /// <param name="now">What the plan says.</param>
    /// <returns>
    /// The change with which the RTO is kept nine times in ten; where no rate does, the least that gets nearly all that the fastest would
    /// give; null where not even that is worth a mention.
    /// </returns>
    public Change? Least(ProtectedSystem system, DataRate now, Func<DataRate, Change> change)
    {
        var rates = Sold.Where(rate => rate.BitsPerSecond > now.BitsPerSecond).ToArray();
        if (rates.Length == 0)
        {
            return null;
        }

        var best = Takes(change(rates[^1]));
        if (best is null)
        {
            return null;
        }

        var good = best <= system.Rto.Value ? system.Rto.Value : best.Value * 1.1;
        // What is faster is never later, so halving finds the first that does.
        var (low, high) = (0, rates.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Takes(change(rates[middle])) <= good ? (low, middle) : (middle + 1, high);
        }

        return change(rates[low]);

        TimeSpan? Takes(Change with) => trials.Of(with, scenario).Systems.TryGetValue(system.Name, out var outcome) && outcome.Unrecoverable is null
            ? outcome.Rto.P90.Value ?? outcome.Rto.P50.Value
            : null;
    }
}
