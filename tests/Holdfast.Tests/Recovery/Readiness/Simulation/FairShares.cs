namespace Holdfast.Tests.Recovery.Readiness.Simulation;

/// <param name="Begins">In seconds.</param>
/// <param name="Alone">What it takes where nothing is shared, in bytes per second.</param>
internal sealed record Flow(double Begins, double Bytes, double Alone, int[] Ways);

/// <summary>Max-min fairness by its definition, the slow way: at every moment all rates rise together, until a flow has what it wants or one of its ways is full.</summary>
internal static class FairShares
{
    public static double[] EndsOf(double[] capacities, Flow[] flows)
    {
        var left = flows.Select(f => f.Bytes).ToArray();
        var ends = flows.Select(_ => double.NaN).ToArray();
        for (var now = 0.0; ends.Any(double.IsNaN);)
        {
            var active = Enumerable.Range(0, flows.Length).Where(i => double.IsNaN(ends[i]) && flows[i].Begins <= now).ToArray();
            var rates = RatesOf(capacities, flows, active);
            var next = active.Select(i => now + (left[i] / rates[i]))
                .Concat(flows.Where(f => f.Begins > now).Select(f => f.Begins))
                .Min();
            foreach (var i in active)
            {
                left[i] -= rates[i] * (next - now);
                if (left[i] < 1e-9 * flows[i].Bytes)
                {
                    ends[i] = next;
                }
            }

            now = next;
        }

        return ends;
    }

    private static double[] RatesOf(double[] capacities, Flow[] flows, int[] active)
    {
        var rates = new double[flows.Length];
        var rising = active.ToHashSet();
        while (rising.Count > 0)
        {
            var byWant = rising.Min(i => flows[i].Alone - rates[i]);
            var byWay = Enumerable.Range(0, capacities.Length)
                .Where(way => rising.Any(i => flows[i].Ways.Contains(way)))
                .Min(way => Free(way) / rising.Count(i => flows[i].Ways.Contains(way)));
            foreach (var i in rising)
            {
                rates[i] += Math.Min(byWant, byWay);
            }

            rising.RemoveWhere(i => rates[i] >= flows[i].Alone - 1e-9 || flows[i].Ways.Any(way => Free(way) < 1e-9));
        }

        return rates;

        double Free(int way) => capacities[way] - active.Where(i => flows[i].Ways.Contains(way)).Sum(i => rates[i]);
    }
}
