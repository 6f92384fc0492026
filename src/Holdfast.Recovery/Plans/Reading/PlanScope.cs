namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What the sections read so far define, for the sections that refer to them.</summary>
internal sealed class PlanScope(ProblemLog log)
{
    public ProblemLog Log => log;

    public Declared<Site> Sites { get; } = new("site", ProblemId.UnknownSite);

    public Declared<Host> Hosts { get; } = new("host", ProblemId.UnknownHost);

    public Declared<RepositoryPlace> Repositories { get; } = new("repository", ProblemId.UnknownRepository);

    public Declared<ProtectedSystem> Systems { get; } = new("system", ProblemId.UnknownSystem);

    /// <summary>What the sites can be lost with; null when a site could not be read, which may be lost with anything.</summary>
    public IReadOnlySet<FailureDomain>? Domains { get; set; }

    /// <summary>What each system needs, where the plan says so.</summary>
    public Dictionary<string, IReadOnlyList<(string Name, PlanNode Node)>> Needs { get; } = [];
}
