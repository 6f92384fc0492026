using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads the plan section by section, each after those that it refers to.</summary>
internal sealed class PlanSections(Fields plan, ProblemLog log)
{
    private const string DefaultCurrency = "USD";

    private static readonly Sourced<CalendarSpan> YearlyReview = new(new CalendarSpan(12, 0), ValueSource.Default);

    /// <summary>Those whose clauses the rules know.</summary>
    private static readonly string[] KnownRegulations = ["nis2", "dora", "iso 22301", "nist 800-34"];

    public static Shape Shape { get; } = new(
        "plan",
        "How a business is kept recoverable and brought back.",
        new("organization", Names.Written, "Whose plan it is."),
        new("currency", Written.Matching(@"^[A-Z]{3}$"), "Three letters; what costs are counted in."),
        new("declaration", Durations.Written, "Time from the disaster until somebody declares it."),
        new("time zone", ClockTimes.ZoneWritten, "Whose clocks are meant where a time of the day names no zone."),
        new("include", Written.ListOf(Written.Text), "Other files of this plan, from the folder of this one."),
        new("regulations", Written.ListOf(Written.OneOf(KnownRegulations)), "Whose clauses count here."),
        new("reviewed", Dates.Written, "When somebody last read all of it."),
        new("review every", CalendarSpans.Written, "How often that is to happen; default 1 year."),
        new("skip", SkipRules.Written),
        new("people", Written.MapOf(Written.Mapping(PersonReader.Shape), Names.Written), "Who is who."),
        new("roles", Written.MapOf(Written.Either(Written.ListOf(Written.Text, some: true), Written.Mapping(RoleReader.Shape)), Names.Written), "Who plays which part."),
        new("tiers", Written.MapOf(Written.Mapping(TierReader.Shape), Names.Written), "How critical systems are."),
        new("sites", Written.MapOf(Written.Mapping(SiteReader.Shape), Names.Written), "Places, and what they are lost with."),
        new("links", Written.MapOf(Written.Mapping(LinkReader.Shape)), "The ways between sites, each named by two of them: office - colo."),
        new("hosts", Written.MapOf(Written.Mapping(HostReader.Shape), Names.Written), "Machines that run systems."),
        new("repositories", Written.MapOf(Written.Mapping(RepositoryReader.Shape), Names.Written), "Where copies of the data are."),
        new("witness", Written.Mapping(WitnessReader.Shape)),
        new("services", Written.MapOf(Written.Mapping(ExternalServiceReader.Shape), Names.Written), "What others provide."),
        new("systems", Written.MapOf(Written.Mapping(SystemReader.Shape), Names.Written), "What is kept recoverable."),
        new("processes", Written.MapOf(Written.Mapping(ProcessReader.Shape), Names.Written), "What the business does."),
        new("communication", Written.ListOf(Written.Mapping(AnnouncementReader.Shape)), "Who is told what, when."),
        new("alerts", Written.Mapping(AlertsReader.Shape)),
        new("assets", Written.MapOf(Written.Mapping(AssetReader.Shape), Names.Written), "Hardware that wears out."),
        new("risks", Written.MapOf(Written.Mapping(RiskReader.Shape), Names.Written), "The risk register."),
        new("scenarios", Written.MapOf(Written.Mapping(ScenarioReader.Shape), Names.Written), "What may happen."),
        new("drills", Written.ListOf(Written.Mapping(ExerciseReader.DrillShape)), "How often scenarios are practised."),
        new("exercises", Written.ListOf(Written.Mapping(ExerciseReader.Shape)), "What was practised, and what came of it."));

    private readonly PlanScope scope = new(log);

    public Plan Read()
    {
        var head = Head();
        scope.TimeZone = head.TimeZone;
        scope.Skip = plan.Optional("skip")?.Word<SkipRule>();
        var people = Section("people", "person", scope.People, PersonReader.Read);
        var roles = Section("roles", "role", scope.Roles, (name, entry) => RoleReader.Read(name, entry, scope));
        var tiers = Tiers();
        var sites = Needed("sites", "{ office: { fails with: [building office] } }", "site", scope.Sites, SiteReader.Read);
        var links = Section("links", "link", scope.Links, new LinkReader(scope).Read, named: false);
        var hosts = Needed("hosts", "{ office-server: { site: office } }", "host", scope.Hosts, (name, entry) => HostReader.Read(name, entry, scope));
        var services = Section("services", "service", scope.Services, ExternalServiceReader.Read);
        var repositories = Needed("repositories", "{ nas: { at: /srv/backup, site: office, key: \"file:/etc/holdfast/nas.key\" } }",
            "repository", scope.Repositories, (name, entry) => RepositoryReader.Read(name, entry, scope));
        var places = head with { People = people, Roles = roles, Tiers = tiers, Sites = sites, Links = links, Hosts = hosts, Services = services, Repositories = repositories };
        scope.Domains = AllDomainsKnown ? places.Domains.ToHashSet() : null;
        var witness = plan.Optional("witness") is { } field ? WitnessReader.Read(field, plan.KeyOf("witness"), scope) : null;
        var systems = Needed("systems", "{ ... }", "system", scope.Systems, (name, entry) => SystemReader.Read(name, entry, scope));
        DependencyCycles.Check(scope.Needs, log);
        return places with
        {
            Witness = witness,
            Systems = systems,
            Processes = Section<BusinessProcess>("processes", "process", null, (name, entry) => ProcessReader.Read(name, entry, scope)),
            Communication = Items("communication", item => AnnouncementReader.Read(item, scope)),
            Alerts = plan.Optional("alerts") is { } alerts ? new AlertsReader(scope).Read(alerts, plan.KeyOf("alerts")) : null,
            Assets = Section<Asset>("assets", "asset", null, (name, entry) => AssetReader.Read(name, entry, scope)),
            Scenarios = Section("scenarios", "scenario", scope.Scenarios, (name, entry) => ScenarioReader.Read(name, entry, scope)),
            Risks = Section<Risk>("risks", "risk", null, (name, entry) => RiskReader.Read(name, entry, scope)),
            Drills = Items("drills", item => ExerciseReader.ReadDrill(item, scope)),
            Exercises = Items("exercises", item => ExerciseReader.ReadExercise(item, scope)),
        };
    }

    private bool AllDomainsKnown =>
        scope.People.IsComplete && scope.Sites.IsComplete && scope.Hosts.IsComplete && scope.Repositories.IsComplete && scope.Services.IsComplete && scope.Links.IsComplete;

    private Plan Head() => new()
    {
        Organization = Organization(),
        Currency = Currency(),
        Declaration = plan.Optional("declaration")?.Duration(),
        TimeZone = plan.Optional("time zone") is { } zone ? ClockTimes.ReadZone(zone) : null,
        Regulations = Regulations(),
        Reviewed = plan.Optional("reviewed")?.As(Dates.Kind),
        ReviewEvery = plan.Optional("review every")?.As(CalendarSpans.Kind) is { } every ? new(every, ValueSource.Written) : YearlyReview,
    };

    private ImmutableArray<string> Regulations()
    {
        var read = ImmutableArray.CreateBuilder<string>();
        foreach (var item in plan.Optional("regulations")?.Items() ?? [])
        {
            if (item.OneOf(KnownRegulations) is { } regulation)
            {
                if (read.Contains(regulation))
                {
                    item.Refuse(ProblemId.RepeatedItem, $"is there twice: {Shown.Quoted(regulation)}", "remove one of the two.");
                }

                read.Add(regulation);
            }
        }

        return read.ToImmutable();
    }

    private ImmutableArray<Tier> Tiers()
    {
        foreach (var known in Tier.BuiltIn)
        {
            scope.Tiers.Define(known.Name, known);
        }

        var read = Section("tiers", "tier", scope.Tiers, TierReader.Read);
        return
        [
            .. Tier.BuiltIn.Select(known => read.FirstOrDefault(t => t.Name == known.Name) ?? known),
            .. read.Where(t => Tier.BuiltIn.All(known => known.Name != t.Name)),
        ];
    }

    private string Organization()
    {
        var field = plan.Required("organization", "Harbor Dental");
        var name = field?.Text();
        if (name is not null)
        {
            Names.Check(name, field!.Node, "the organization", log);
        }

        return name ?? "";
    }

    private string Currency()
    {
        var field = plan.Optional("currency");
        var currency = field?.Text();
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            field!.Refuse(ProblemId.BadCurrency, $"is not the code of a currency: {Shown.Quoted(currency)}", "write its three letters, such as USD or EUR.");
        }

        return currency ?? DefaultCurrency;
    }

    /// <summary>A section without which there is nothing to recover.</summary>
    private ImmutableArray<T> Needed<T>(string key, string example, string kind, Declared<T> declared, Func<TextNode, Field, T?> read) where T : class
    {
        var field = plan.Required(key, example);
        if (field?.Node is MapNode { Entries.IsEmpty: true })
        {
            field.Refuse(ProblemId.NoValue, "is empty", $"write at least one, such as  {key}: {example}");
        }

        return Things(field, kind, declared, read, named: true);
    }

    /// <summary>A section that may be left out: then it is known that it defines nothing.</summary>
    private ImmutableArray<T> Section<T>(string key, string kind, Declared<T>? declared, Func<TextNode, Field, T?> read, bool named = true) where T : class
    {
        if (!plan.Has(key) && !plan.IsMisspelt(key))
        {
            declared?.Open([]);
        }

        return Things(plan.Optional(key), kind, declared, read, named);
    }

    /// <param name="declared">Where its names are kept for later sections; null: none refers to them.</param>
    /// <param name="named">Whether the keys are names of the plan's own.</param>
    private ImmutableArray<T> Things<T>(Field? section, string kind, Declared<T>? declared, Func<TextNode, Field, T?> read, bool named) where T : class
    {
        if (section?.Entries(kind) is not { } entries)
        {
            return [];
        }

        // All names first, so that what refers to a thing is not called wrong because the thing itself is.
        declared?.Open(entries.Select(e => e.Name.Text));
        var things = ImmutableArray.CreateBuilder<T>();
        foreach (var (name, entry) in entries)
        {
            if (named)
            {
                Names.Check(name.Text, name, entry.Label, log);
            }

            if (read(name, entry) is { } thing)
            {
                things.Add(thing);
                declared?.Define(name.Text, thing);
            }
        }

        return things.ToImmutable();
    }

    /// <summary>A section of things without names.</summary>
    private ImmutableArray<T> Items<T>(string key, Func<Field, T?> read) where T : class =>
        [.. (plan.Optional(key)?.Items() ?? []).Select(read).OfType<T>()];
}
