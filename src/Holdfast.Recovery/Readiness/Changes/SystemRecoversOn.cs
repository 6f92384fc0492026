using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A system recovers on another host of the plan.</summary>
public sealed record SystemRecoversOn(string System, string Host) : Change
{
    public override string Says => $"system {System} recovers on {Host}";

    public override Plan Apply(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Hosts.Any(h => h.Name == Host)
            ? plan.WithSystem(System, s => s with { RecoversOn = Host })
            : throw new ArgumentException($"The plan has no host {Host}.");
    }

    /// <summary>Its restores were measured on the other machine, over another way.</summary>
    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return basis.Plan.SystemNamed(System).RecoversOn == Host
            ? changed
            : changed with { History = changed.History.Without(d => d.Step.System == System && d.Kind == "restore") };
    }
}
