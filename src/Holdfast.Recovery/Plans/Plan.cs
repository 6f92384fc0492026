using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// How a business is kept recoverable and brought back, as its owner wrote it: every name defined once, every reference
/// resolved, defaults filled in. Immutable; what a run makes of it is a <c>RecoveryGraph</c>.
/// </summary>
/// <param name="Declaration">Time from the disaster until somebody knows and declares it; null: the plan does not say.</param>
public sealed record Plan(
    string Organization,
    string Currency,
    TimeSpan? Declaration,
    ImmutableArray<Site> Sites,
    ImmutableArray<Host> Hosts,
    ImmutableArray<RepositoryPlace> Repositories,
    ImmutableArray<ProtectedSystem> Systems,
    ImmutableArray<BusinessProcess> Processes,
    ImmutableArray<Scenario> Scenarios)
{
    public Site SiteNamed(string name) => Sites.Single(s => s.Name == name);

    public Host HostNamed(string name) => Hosts.Single(h => h.Name == name);

    public ProtectedSystem SystemNamed(string name) => Systems.Single(s => s.Name == name);

    public RepositoryPlace RepositoryNamed(string name) => Repositories.Single(r => r.Name == name);
}
