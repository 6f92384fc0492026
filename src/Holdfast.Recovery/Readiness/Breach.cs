using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness;

/// <summary>How far a system or a process is from its objective.</summary>
/// <param name="Of">What misses it most.</param>
/// <param name="Objective">Its RTO, RPO or MTPD.</param>
/// <param name="Ratio">What is predicted over what is allowed: 1 just meets it. Null: no one knows.</param>
public sealed record Breach(string Of, BreachedObjective Objective, double? Ratio)
{
    /// <summary>What stands for "never", where a number is needed to compare: no one waits longer.</summary>
    public static TimeSpan Never { get; } = TimeSpan.FromDays(30);

    public bool IsMet => Ratio <= 1;

    /// <summary>All of them, the worst first: what no one knows is no better than what just fails.</summary>
    internal static ImmutableArray<Breach> In(Loss loss, Prediction prediction)
    {
        var systems = loss.Systems.ToDictionary(s => s.Name);
        return
        [
            .. prediction.Systems.SelectMany(expected => new Breach[]
                {
                    new(expected.System, BreachedObjective.Rto, expected.Rto.Value / systems[expected.System].Rto.Value),
                    new(expected.System, BreachedObjective.Rpo, expected.Rpo.Value / systems[expected.System].Rpo.Value),
                })
                .Concat(loss.Unrecoverable.Keys.Select(name => new Breach(name, BreachedObjective.Rto, Never / systems[name].Rto.Value)))
                .Concat(prediction.Processes.Where(p => p.Process.Mtpd is not null).Select(p => new Breach(
                    p.Process.Name, BreachedObjective.Mtpd, (p.Never is null ? p.Operating.P50.Value : Never) / p.Process.Mtpd!.Value)))
                .OrderByDescending(b => b.Ratio ?? Math.BitIncrement(1.0)),
        ];
    }
}

public enum BreachedObjective { Rto, Rpo, Mtpd }
