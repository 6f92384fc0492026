using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>What the machines need besides data to be what they were.</summary>
public static class RebuildSection
{
    public static Section Of(Kit kit) => new(
        "rebuild",
        "What must be rebuilt besides data",
        Html.P("Order early what takes long. Programs, services and configuration are in no copy unless a system of the plan holds them."),
        kit.Plan.Hosts.Select(h => Machine(kit, h)),
        Links(kit.Plan));

    private static XElement Machine(Kit kit, Host host) => Html.Of(
        "div",
        "card",
        Html.Element("h3", $"Machine {host.Name}"),
        Html.Facts(
            ("Stands at", host.Site),
            ("Reached by", host.TypedSsh is { } ssh ? Html.Code(ssh) : null),
            ("Size", Said.All(new[] { host.Cores is { } cores ? $"{cores} cores" : null, host.Memory is { } m ? $"{m} memory" : null, host.Disk is { } d ? $"{d} disk" : null }.OfType<string>())),
            ("Works in", Html.Code(kit.World.ShownFolderOf(host))),
            ("Ports", Said.All(host.Settings.Ports.Select(p => $"{p.Key} {p.Value}"))),
            ("Runs", Said.All(kit.Plan.Systems.Where(s => s.RunsOn == host.Name).Select(s => s.Name))),
            ("Takes over", Said.All(kit.Plan.Systems.Where(s => s.RecoversOn == host.Name).Select(s => s.Name))),
            ("Bought", host.Life.Bought is { } bought ? Said.Of(bought) : null),
            ("Support ends", host.Life.SupportUntil is { } until ? Said.Of(until) : null)),
        host.Rebuild is { } rebuild
            ? Built(kit, host, rebuild)
            : Missing.Of($"Nothing says what {host.Name} needs besides data.", $"hosts: {{ {host.Name}: {{ rebuild: {{ lead time: 3 weeks, packages: [restic] }} }} }}"));

    private static XElement Built(Kit kit, Host host, Rebuild rebuild) => Html.Table(
        "fill steps",
        ["", "To do", "What", "Done at"],
        new (string Do, object? What)[]
        {
            ("Get a machine", rebuild.LeadTime is { } lead ? $"takes {Said.Of(lead)}" : null),
            ("Install the programs", Said.All(rebuild.Packages)),
            ("Start the services", Said.All(rebuild.Units)),
            ("Put back the configuration", Said.All(rebuild.Configuration)),
            ("Make it by its command", rebuild.Provision.IsEmpty ? null : new object?[]
            {
                Html.Code(string.Join(' ', rebuild.Provision.Select(w => ShellText.Of(kit.World.Shown(host, w))))),
                rebuild.Takes is { } takes ? $", which takes {Said.Of(takes)}" : null,
            }),
        }.Where(r => r.What is not null).Select(r => (IReadOnlyList<object?>)[Html.Tick(), r.Do, r.What, null]));

    private static IEnumerable<XElement> Links(Plan plan) => plan.Links.IsEmpty ? [] :
    [
        Html.Element("h3", "Lines between the places"),
        Html.Table(
            "plain",
            ["Line", "Carries", "Lost together with"],
            plan.Links.Select(l => (IReadOnlyList<object?>)[Html.Strong(l.Name), l.Bandwidth.ToString(), Said.All(l.FailsWith.Select(d => d.ToString()))])),
    ];
}
