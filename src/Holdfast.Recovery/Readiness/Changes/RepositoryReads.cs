using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A repository is read at another rate.</summary>
public sealed record RepositoryReads(string Repository, DataRate Rate) : Change
{
    public override string Says => $"repository {Repository} reads {Rate}";

    public override Plan Apply(Plan plan) => plan.WithRepository(Repository, r => r with { Reads = Rate });

    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return WayChange.Faster(changed, basis.Plan.RepositoryNamed(Repository).Reads, Rate, (from, _) => from.Name == Repository);
    }
}
