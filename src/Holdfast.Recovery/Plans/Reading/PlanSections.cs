using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads the plan section by section, each after those that it refers to.</summary>
internal sealed class PlanSections(Fields plan, ProblemLog log)
{
    private const string DefaultCurrency = "USD";

    private readonly PlanScope scope = new(log);

    public static string[] Keys { get; } =
        ["organization", "currency", "declaration", "sites", "hosts", "repositories", "systems", "processes", "scenarios"];

    public Plan Read()
    {
        var organization = Organization();
        var currency = Currency();
        var declaration = plan.Optional("declaration")?.Duration();
        var sites = Section(Needed("sites", "{ office: { fails with: [building office] } }"), "site", scope.Sites, SiteReader.Read);
        scope.Domains = scope.Sites.IsComplete ? sites.SelectMany(s => s.FailsWith).ToHashSet() : null;
        var hosts = Section(Needed("hosts", "{ office-server: { site: office } }"), "host", scope.Hosts,
            (name, entry) => HostReader.Read(name, entry, scope));
        var repositories = Section(Needed("repositories", "{ nas: { at: /srv/backup, site: office, key: \"file:/etc/holdfast/nas.key\" } }"),
            "repository", scope.Repositories, (name, entry) => RepositoryReader.Read(name, entry, scope));
        var systems = Section(Needed("systems", "{ ... }"), "system", scope.Systems, (name, entry) => SystemReader.Read(name, entry, scope));
        DependencyCycles.Check(scope.Needs, log);
        var processes = Section(plan.Optional("processes"), "process", null, (name, entry) => ProcessReader.Read(name, entry, scope));
        var scenarios = Section(plan.Optional("scenarios"), "scenario", null, (name, entry) => ScenarioReader.Read(name, entry, scope));
        return new Plan(organization, currency, declaration, sites, hosts, repositories, systems, processes, scenarios);
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
    private Field? Needed(string key, string example)
    {
        var field = plan.Required(key, example);
        if (field?.Node is MapNode { Entries.IsEmpty: true })
        {
            field.Refuse(ProblemId.NoValue, "is empty", $"write at least one, such as  {key}: {example}");
        }

        return field;
    }

    /// <param name="declared">Where its names are kept for later sections; null: none refers to them.</param>
    private ImmutableArray<T> Section<T>(Field? section, string kind, Declared<T>? declared, Func<TextNode, Field, T?> read) where T : class
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
            Names.Check(name.Text, name, entry.Label, log);
            if (read(name, entry) is { } thing)
            {
                things.Add(thing);
                declared?.Define(name.Text, thing);
            }
        }

        return things.ToImmutable();
    }
}
