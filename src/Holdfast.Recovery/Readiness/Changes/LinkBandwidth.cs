using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A link carries more, or less. Its two sites may be given in either order.</summary>
public sealed record LinkBandwidth(string One, string Other, DataRate Bandwidth) : Change
{
    public override string Says => $"link {One} - {Other} carries {Bandwidth}";

    public override Plan Apply(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with { Links = PlanEdits.Edited(plan.Links, IsIt, l => l with { Bandwidth = Bandwidth }, $"link {One} - {Other}") };
    }

    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return WayChange.Faster(changed, basis.Plan.Links.First(IsIt).Bandwidth, Bandwidth, (from, to) => from.Site != to.Site && IsBetween(from.Site, to.Site));
    }

    private bool IsIt(Link link) => IsBetween(link.From, link.To);

    private bool IsBetween(string one, string other) => (one == One && other == Other) || (one == Other && other == One);
}
