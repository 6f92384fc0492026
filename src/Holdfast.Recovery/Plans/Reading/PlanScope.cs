using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What the sections read so far define, for the sections that refer to them.</summary>
internal sealed class PlanScope(ProblemLog log)
{
    public ProblemLog Log => log;

    public Declared<Person> People { get; } = new("person", ProblemId.UnknownPerson);

    public Declared<Role> Roles { get; } = new("role", ProblemId.UnknownRole);

    public Declared<Tier> Tiers { get; } = new("tier", ProblemId.UnknownTier);

    public Declared<Site> Sites { get; } = new("site", ProblemId.UnknownSite);

    public Declared<Link> Links { get; } = new("link", ProblemId.UnknownLink);

    public Declared<Host> Hosts { get; } = new("host", ProblemId.UnknownHost);

    public Declared<RepositoryPlace> Repositories { get; } = new("repository", ProblemId.UnknownRepository);

    public Declared<ExternalService> Services { get; } = new("service", ProblemId.UnknownService);

    public Declared<ProtectedSystem> Systems { get; } = new("system", ProblemId.UnknownSystem);

    public Declared<Scenario> Scenarios { get; } = new("scenario", ProblemId.UnknownScenario);

    /// <summary>What things can be lost with; null when one of them could not be read, which may be lost with anything.</summary>
    public IReadOnlySet<FailureDomain>? Domains { get; set; }

    /// <summary>Whose clocks are meant where a time of the day names no zone; null: the plan does not say.</summary>
    public ZoneClock? TimeZone { get; set; }

    /// <summary>Whose word skips a step that does not say so itself; null: the plan does not say.</summary>
    public SkipRule? Skip { get; set; }

    /// <summary>What each system needs, where the plan says so.</summary>
    public Dictionary<string, IReadOnlyList<(string Name, PlanNode Node)>> Needs { get; } = [];
}
