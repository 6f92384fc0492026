using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A system recovers on another host.</summary>
public sealed record SystemRecoversOn(string System, string Host) : Change
{
    /// <summary>The host, where the plan does not have it yet; null: it does.</summary>
    public Host? New { get; init; }

    public override string Says => $"system {System} recovers on {Host}{(New is null ? "" : $" at {New.Site}")}";

    public override Plan Apply(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var known = plan.Hosts.Any(h => h.Name == Host) ? plan
            : New is null ? throw new ArgumentException($"The plan has no host {Host}.")
            : plan.WithSite(New.Site) with { Hosts = plan.Hosts.Add(New) };
        return known.WithSystem(System, s => s with { RecoversOn = Host });
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
