using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// How a business is kept recoverable and brought back, as its owner wrote it: every name defined once, every reference
/// resolved, defaults filled in. Immutable; what a run makes of it is a <c>RecoveryGraph</c>.
/// </summary>
public sealed record Plan
{
    public required string Organization { get; init; }

    public string Currency { get; init; } = "USD";

    /// <summary>Time from the disaster until someone knows and declares it; null: the plan does not say.</summary>
    public TimeSpan? Declaration { get; init; }

    /// <summary>Whose clocks are meant where a time of the day names no zone; null: the plan does not say, and each names its own.</summary>
    public ZoneClock? TimeZone { get; init; }

    /// <summary>Standards and laws whose clauses count here, as the plan writes them: <c>nis2</c>, <c>iso 22301</c>.</summary>
    public ImmutableArray<string> Regulations { get; init; } = [];

    /// <summary>When someone last read all of it; null: the plan does not say.</summary>
    public DateOnly? Reviewed { get; init; }

    public Sourced<CalendarSpan> ReviewEvery { get; init; } = new(new CalendarSpan(12, 0), ValueSource.Default);

    public ImmutableArray<Person> People { get; init; } = [];

    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>Those that every plan has, as this one redefines them, and its own.</summary>
    public ImmutableArray<Tier> Tiers { get; init; } = Tier.BuiltIn;

    public ImmutableArray<Site> Sites { get; init; } = [];

    public ImmutableArray<Link> Links { get; init; } = [];

    public ImmutableArray<Host> Hosts { get; init; } = [];

    public ImmutableArray<RepositoryPlace> Repositories { get; init; } = [];

    public Witness? Witness { get; init; }

    public ImmutableArray<ExternalService> Services { get; init; } = [];

    public ImmutableArray<ProtectedSystem> Systems { get; init; } = [];

    public ImmutableArray<BusinessProcess> Processes { get; init; } = [];

    public ImmutableArray<Announcement> Communication { get; init; } = [];

    /// <summary>Null: nobody hears anything by itself.</summary>
    public Alerting? Alerts { get; init; }

    public ImmutableArray<Asset> Assets { get; init; } = [];

    public ImmutableArray<Risk> Risks { get; init; } = [];

    public ImmutableArray<Scenario> Scenarios { get; init; } = [];

    public ImmutableArray<DrillSchedule> Drills { get; init; } = [];

    public ImmutableArray<Exercise> Exercises { get; init; } = [];

    /// <summary>Every failure domain that something is lost with, once each.</summary>
    public IEnumerable<FailureDomain> Domains =>
        Sites.SelectMany(s => s.FailsWith)
            .Concat(Hosts.SelectMany(h => h.FailsWith))
            .Concat(Repositories.SelectMany(r => r.FailsWith))
            .Concat(Services.SelectMany(s => s.FailsWith))
            .Concat(Links.SelectMany(l => l.FailsWith))
            .Concat(People.SelectMany(p => p.FailsWith))
            .Distinct();

    public Site SiteNamed(string name) => PlanIndex.Of(this).Site(name);

    public Host HostNamed(string name) => PlanIndex.Of(this).Host(name);

    public ProtectedSystem SystemNamed(string name) => PlanIndex.Of(this).System(name);

    public RepositoryPlace RepositoryNamed(string name) => PlanIndex.Of(this).Repository(name);

    /// <summary>Who decides when the plan names no one else: the first role that is called a lead; null: the plan has none.</summary>
    public Party? Lead => Roles.FirstOrDefault(r => r.Leads) is { } role ? new Party(PartyKind.Role, role.Name) : null;

    public Role RoleNamed(string name) => Roles.Single(r => r.Name == name);

    /// <summary>Everything that the host is lost with: its own failure domains and its site's.</summary>
    public IEnumerable<FailureDomain> DomainsOf(Host host) => SiteNamed(host.Site).FailsWith.Concat(host.FailsWith).Distinct();

    /// <summary>Everything that the repository is lost with: its own failure domains, its host's and its site's.</summary>
    public IEnumerable<FailureDomain> DomainsOf(RepositoryPlace repository) =>
        (repository.On is { } host ? DomainsOf(HostNamed(host)) : SiteNamed(repository.Site).FailsWith).Concat(repository.FailsWith).Distinct();
}
