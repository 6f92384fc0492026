using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>Something the business does, what it needs, and what its absence costs.</summary>
public sealed record BusinessProcess
{
    public required string Name { get; init; }

    /// <summary>Systems that it can't go on without.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What others provide and it can't go on without.</summary>
    public ImmutableArray<string> NeedsServices { get; init; } = [];

    /// <summary>Roles that it can't go on without.</summary>
    public ImmutableArray<string> NeedsPeople { get; init; } = [];

    public Party? Owner { get; init; }

    /// <summary>How often it is done; null: the plan does not say.</summary>
    public Rhythm? Used { get; init; }

    /// <summary>Null: as soon as the systems that it needs.</summary>
    public TimeSpan? Rto { get; init; }

    /// <summary>Maximum tolerable period of disruption.</summary>
    public TimeSpan? Mtpd { get; init; }

    /// <summary>The least that is acceptable during a disruption (MBCO).</summary>
    public Percent? MinimumService { get; init; }

    public TimeSpan? MinimumServiceWithin { get; init; }

    public Workaround? Workaround { get; init; }

    public WorkRate? WorkArrives { get; init; }

    public WorkRate? WorkDone { get; init; }

    public IdlePeople? IdlePeople { get; init; }

    public CostCurve Costs { get; init; } = CostCurve.Nothing;

    /// <summary>What an outage of that length costs, in the plan's currency: what is lost, and those who wait and are paid.</summary>
    public decimal CostOf(TimeSpan outage) => CostLimit.Sum(Costs.Of(outage), IdlePeople?.CostOf(outage) ?? 0);
}

/// <summary>How often a process is done.</summary>
public enum Rhythm { EveryHour, EveryDay, EveryWeek, EveryMonth }
