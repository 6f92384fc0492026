using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A host takes data at another rate.</summary>
public sealed record HostRestores(string Host, DataRate Rate) : Change
{
    public override string Says => $"host {Host} restores {Rate}";

    public override Plan Apply(Plan plan) => plan.WithHost(Host, h => h with { Restores = Rate });

    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return WayChange.Faster(changed, basis.Plan.HostNamed(Host).Restores, Rate, (_, to) => to.Name == Host);
    }
}
