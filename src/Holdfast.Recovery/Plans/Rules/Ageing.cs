using Holdfast.Recovery.Plans.Business;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A host or an asset, as something that grows old.</summary>
/// <param name="Section">Of the plan: <c>hosts</c> or <c>assets</c>.</param>
/// <param name="Host">The host that is lost with it; null: none.</param>
internal sealed record Ageing(string Section, string Name, ServiceLife Life, string? Host)
{
    public string Said => $"{Section.TrimEnd('s')} {Reading.Shown.Quoted(Name)}";

    public static IEnumerable<Ageing> In(Plan plan) =>
    [
        .. plan.Hosts.Select(h => new Ageing("hosts", h.Name, h.Life, h.Name)),
        .. plan.Assets.Select(a => new Ageing("assets", a.Name, a.Life, a.Of)),
    ];

    /// <returns>The hosts that mission critical systems run on.</returns>
    public static IReadOnlySet<string> CriticalHosts(Plan plan) => plan.Systems.Where(s => s.IsMissionCritical).Select(s => s.RunsOn).ToHashSet();
}
