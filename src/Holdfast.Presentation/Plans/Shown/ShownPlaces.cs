using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts sites, the ways between them, hosts, repositories and what others provide into words.</summary>
public static class ShownPlaces
{
    public static IEnumerable<ShownSection> Of(Plan plan, PlanPlaces places) =>
    [
        new("Sites", "site", "sites",
        [
            .. plan.Sites.Select(site => new Description(places, "sites", site.Name)
                .Names("fails with", Domains(site.FailsWith)).Text("address", site.Address)
                .As(site.Name)),
        ]),
        new("Links between sites", "link", "links",
        [
            .. plan.Links.Select(link => new Description(places, "links", link.Name)
                .Text("bandwidth", link.Bandwidth.ToString()).Time("latency", link.Latency, Description.NotSaid).Names("fails with", Domains(link.FailsWith), "nothing but its sites")
                .As(link.Name)),
        ]),
        new("Hosts", "host", "hosts", [.. plan.Hosts.Select(host => Describe(host, places))]),
        new("Repositories", "repository", "repositories", [.. plan.Repositories.Select(repository => Describe(repository, places))]),
        new("Services that others provide", "service", "services",
        [
            .. plan.Services.Select(service => new Description(places, "services", service.Name)
                .Text("provider", service.Provider).Text("contact", service.Contact).Text("phone", service.Phone)
                .Names("fails with", Domains(service.FailsWith), "nothing else").Time("promised", service.Promised, "nothing is promised")
                .Yes("needed to recover", service.NeededToRecover, "yes", "no")
                .As(service.Name)),
        ]),
    ];

    private static ShownThing Describe(Host host, PlanPlaces places)
    {
        var described = new Description(places, "hosts", host.Name);
        described.Group("what it is").Text("site", host.Site).Text("ssh", host.Ssh, "this machine", "reached over").Text("host key", host.HostKey).Text("via", host.Via).Text("sudo", host.Sudo ? "yes" : null).Names("fails with", Domains(host.FailsWith), "nothing but its site")
            .Text("folder", host.Settings.Folder).Names("ports", Ports(host.Settings), "none")
            .Text("drill/folder", host.Drill?.Folder, "NONE: no drill can run here", "drill folder")
            .Names("drill/ports", host.Drill is null ? [] : Ports(host.Drill), label: "drill ports")
            .Number("at once", host.AtOnce, null).Number("cores", host.Cores, null).Number("memory", host.Memory?.Bytes, host.Memory?.ToString()).Number("disk", host.Disk?.Bytes, host.Disk?.ToString())
            .Text("restores", host.Restores?.ToString(), Description.NotSaid);
        Life(described, host.Life);
        if (host.Rebuild is { } rebuild)
        {
            described.Group("rebuild").Time("rebuild/lead time", rebuild.LeadTime, Description.NotSaid).Names("rebuild/packages", rebuild.Packages).Names("rebuild/units", rebuild.Units)
                .Names("rebuild/configuration", rebuild.Configuration)
                .Text("rebuild/provision", rebuild.Provision.IsEmpty ? null : ShownSteps.Line(rebuild.Provision)).Time("rebuild/takes", rebuild.Takes, Description.NotSaid);
        }

        return described.As(host.Name);
    }

    private static ShownThing Describe(RepositoryPlace repository, PlanPlaces places)
    {
        var described = new Description(places, "repositories", repository.Name);
        // One that is on a host stands at its site.
        return described.Text("at", repository.At).Text("on", repository.On, label: "on host")
            .From(described.OriginOf(repository.On is null ? "site" : "on"), "site", repository.Site, repository.Site)
            .Text("key", repository.Key.ToString()).Names("fails with", Domains(repository.FailsWith), "nothing but where it stands")
            .Text("immutable", repository.Immutable?.ToString(), "no").Yes("offline", repository.Offline, "yes", "no").Word("medium", repository.Medium)
            .Text("not between", repository.NotBetween?.ToString(), label: "looked after never between")
            .Text("reads", repository.Reads?.ToString(), Description.NotSaid)
            .As(repository.Name);
    }

    internal static void Life(Description described, ServiceLife life) =>
        described.Text("bought", life.Bought?.ToString("O", CultureInfo.InvariantCulture)).Text("lifetime", life.Lifetime?.ToString())
            .Text("support until", life.SupportUntil?.ToString("O", CultureInfo.InvariantCulture));

    private static IEnumerable<string> Domains(ImmutableArray<FailureDomain> domains) => domains.Select(d => d.ToString());

    private static IEnumerable<string> Ports(HostSettings settings) => settings.Ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value}"));
}
