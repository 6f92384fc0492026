using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>What a loss does to what the business does.</summary>
/// <param name="operating">Of each system that comes back: seconds from the declaration in each simulated run.</param>
/// <param name="trust">How well founded these are.</param>
internal sealed class ProcessForecast(
    Loss loss, Figure declaration, IReadOnlyDictionary<string, double[]> operating, IReadOnlyDictionary<string, Figure> trust)
{
    private readonly Dictionary<string, ProtectedSystem> _lost = loss.Systems.ToDictionary(s => s.Name);
    private readonly Dictionary<string, TimeSpan?> _lostServices = loss.Services.ToDictionary(s => s.Name, s => s.Promised);

    /// <param name="process">One that the loss stops.</param>
    public ProcessPrediction Of(BusinessProcess process)
    {
        var systems = process.Needs.Where(_lost.ContainsKey).ToArray();
        var services = process.NeedsServices.Where(_lostServices.ContainsKey).ToArray();
        if (systems.FirstOrDefault(s => !operating.ContainsKey(s)) is { } never)
        {
            var byHand = ByHand(process);
            return new(process, byHand ?? Outlook.Unknown, byHand is not null, Outlook.Unknown, Outlook.Unknown, Outlook.Unknown, false, null, null, never);
        }

        var founded = systems.Select(s => trust[s]).Concat(services.Select(s => _lostServices[s] is { } promised ? Figure.Declared(promised) : Figure.Unknown))
            .Aggregate(Figure.Zero, (a, b) => a.NoBetterThan(b)).NoBetterThan(declaration);
        var down = Latest(systems, services, _ => 0);
        var full = Latest(systems, services, s => _lost[s].WorkRecovery?.Value.TotalSeconds ?? 0);
        var operates = Outlook.Of([.. down], founded);
        var workaround = ByHand(process, operates);
        var backlog = Backlog.Of(process);
        return new(
            process,
            workaround ?? operates,
            workaround is not null,
            operates,
            Outlook.Of([.. full], systems.Any(s => _lost[s].WorkRecovery is not null) ? founded.NoBetterThan(Figure.Declared(TimeSpan.Zero)) : founded),
            backlog is { CatchesUp: true } ? Outlook.Of([.. down.Zip(full, backlog.Value.ClearedAfter)], founded.NoBetterThan(Figure.Declared(TimeSpan.Zero))) : Outlook.Unknown,
            backlog is { CatchesUp: false },
            operates.P50.Value is { } typical ? process.CostOf(typical) : null,
            operates.P90.Value is { } upper ? process.CostOf(upper) : null,
            null);
    }

    private double[] Latest(string[] systems, string[] services, Func<string, double> after)
    {
        var declared = declaration.Value?.TotalSeconds ?? 0;
        var promised = services.Select(s => _lostServices[s]?.TotalSeconds ?? 0).DefaultIfEmpty().Max();
        var runs = operating.Values.Select(o => o.Length).DefaultIfEmpty(1).First();
        return [.. Enumerable.Range(0, runs).Select(run => Math.Max(promised, systems.Select(s => operating[s][run] + declared + after(s)).DefaultIfEmpty().Max()))];
    }

    /// <summary>The workaround, where it does as much as must be done and needs nothing that is lost. It begins once someone knows.</summary>
    /// <param name="until">It must last so long; null: whatever happens.</param>
    private Outlook? ByHand(BusinessProcess process, Outlook? until = null)
    {
        if (process.Workaround is not { Capacity: { } capacity } workaround
            || capacity.Value < (process.MinimumService?.Value ?? 100)
            || workaround.Needs.Any(_lost.ContainsKey)
            || (workaround.ForAtMost is { } most && !((until?.P90.Value ?? until?.P50.Value) <= most)))
        {
            return null;
        }

        var begins = Figure.Declared(declaration.Value ?? TimeSpan.Zero);
        return new(begins, begins);
    }
}
