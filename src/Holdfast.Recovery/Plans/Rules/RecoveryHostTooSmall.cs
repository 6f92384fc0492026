using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A host that can't hold all that is to recover on it.</summary>
internal sealed class RecoveryHostTooSmall() : Rule("recovery-host-too-small", Severity.Warning, "NIS2 2024/2690 annex 4.2.5")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from loss in index.Losses
        let lost = loss.Systems.Select(s => s.Name).ToHashSet()
        from arriving in loss.Recoverable.Where(s => s.RecoversOn is not null).GroupBy(s => s.RecoversOn!)
        let host = index.Host(arriving.Key)
        from lack in new[] { Disk(host, arriving), Memory(host, arriving.Select(s => index.Host(s.RunsOn)).Distinct()), Cores(host, arriving.Select(s => index.Host(s.RunsOn)).Distinct()) }
        where lack is not null
        select At(
            $"in scenario {Shown.Quoted(loss.Scenario.Name)} host {Shown.Quoted(host.Name)} is to hold {lack}",
            "make it larger, or let some systems recover elsewhere.",
            "hosts", host.Name);

    private static string? Disk(Host host, IEnumerable<ProtectedSystem> arriving)
    {
        var bytes = arriving.Sum(s => (decimal)(s.Size?.Bytes ?? 0));
        return host.Disk is { } disk && bytes > disk.Bytes ? $"{new ByteSize((long)Math.Min(bytes, long.MaxValue))} of data on {disk} of disk" : null;
    }

    private static string? Memory(Host host, IEnumerable<Host> from)
    {
        var bytes = from.Sum(h => (decimal)(h.Memory?.Bytes ?? 0));
        return host.Memory is { } memory && bytes > memory.Bytes
            ? $"what runs with {new ByteSize((long)Math.Min(bytes, long.MaxValue))} of memory on {memory}" : null;
    }

    private static string? Cores(Host host, IEnumerable<Host> from)
    {
        var cores = from.Sum(h => h.Cores ?? 0L);
        return host.Cores < cores ? $"what runs on {cores} cores on {host.Cores}" : null;
    }
}
