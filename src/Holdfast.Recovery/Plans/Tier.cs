using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>How critical a system is, and what that means where the system says nothing else.</summary>
public sealed record Tier(string Name, TimeSpan Rto, TimeSpan Rpo, TimeSpan? WorkRecovery, CalendarSpan? DrillEvery)
{
    public const string MissionCritical = "mission critical";
    public const string Important = "important";

    /// <summary>Those that every plan has. A plan may redefine them.</summary>
    public static ImmutableArray<Tier> BuiltIn { get; } =
    [
        new(MissionCritical, TimeSpan.FromHours(1), TimeSpan.FromMinutes(15), null, null),
        new(Important, TimeSpan.FromHours(8), TimeSpan.FromHours(4), null, null),
        new("ordinary", TimeSpan.FromDays(1), TimeSpan.FromDays(1), null, null),
        new("deferrable", TimeSpan.FromDays(3), TimeSpan.FromDays(1), null, null),
    ];
}
