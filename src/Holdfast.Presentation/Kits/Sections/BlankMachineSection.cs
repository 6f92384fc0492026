using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>From a machine on which nothing is, to the moment when the commands of a scenario can be typed.</summary>
public static class BlankMachineSection
{
    public const string Id = "start";

    public static Section Of(Kit kit) => new(
        Id,
        "Start from a blank machine",
        Html.Numbered(
            new object?[] { Html.Strong("Take the machine."), " Linux on a 64-bit PC. Holdfast works on the machine on which it runs, so type on the one where the systems shall come back:", Machines(kit) },
            new object?[]
            {
                Html.Strong("Install Holdfast"), $" {kit.Version} or later. Nothing else of the lost site is needed. Then these must answer:",
                Html.Blank("The program is kept at (medium, place)"),
                Html.Command("holdfast --version"),
                Html.P("From its sources, with git and the .NET 10 SDK: ", Html.Code("./holdfast"), " in their folder builds it and is then typed in place of ", Html.Code("holdfast"), "."),
                ResticSection.IsIn(kit) ? Html.P("It cannot be had? ", Html.Ref(ResticSection.Id), ".") : null,
            },
            new object[] { Html.Strong("Reach one repository"), " that is not lost: connect its disk or its network. All of them are below; your scenario says which survive (", Html.Ref(ScenariosSection.Id), "). A disk may show up in another folder than the plan says: then type that folder after ", Html.Code("--from"), "." },
            new object?[] { Html.Strong("Have its key ready."), " It is typed, never shown, and not kept on the machine. Whoever has the key and the repository can read everything: close the envelope again.", TooManyKeys(kit) },
            new object?[] { Html.Strong("Type the commands of your scenario"), " (", Html.Ref(ScenariosSection.Id), "). The failover shows the SHA-256 of the plan that it found and of the folder in which that lay. It must be the one on the cover of this kit; if it is not, find out who changed or moved the plan before you type yes.", Signed(kit) }),
        kit.Plan.Repositories.Select(r => Repository(kit, new RepositoryAccess(kit, r))),
        kit.Plan.Systems.Where(s => s.Protection?.Data.Password is not null).Select(s => Password(kit, s)),
        Witness(kit));

    /// <summary>Whoever may write into a repository can fill it with keys of their own, and only so many are tried.</summary>
    private static XElement? TooManyKeys(Kit kit) =>
        kit.Plan.Repositories.Select(r => new RepositoryAccess(kit, r).KeyName).OfType<string>().ToArray() is { Length: > 0 } names
            ? Html.P("It says that no key opens, of more than 20? Somebody put keys there. Name the right ones: ", Html.Command($"export RESTIC_KEY_HINT={string.Join(',', names)}"))
            : null;

    private static string? Signed(Kit kit) => kit.Signature is null ? null
        : " The commands name the key that signs plans: only a plan that it signed, and none older than when this was printed, is then used unasked. A command refuses because nothing is signed, or says that the plan is an old one? Somebody took away what was there: try another repository, and leave nothing of the command out.";

    private static XElement Machines(Kit kit)
    {
        var places = kit.Plan.Systems.Where(s => s.RecoversOn is not null).GroupBy(s => s.RecoversOn!).ToArray();
        return places.Length == 0
            ? Missing.Of("No system has a place to come back to.", "systems: { NAME: { recovers on: HOST } }")
            : Html.Table(
                "plain",
                ["Machine", "Where it stands", "Comes back there", "In the folder"],
                places.Select(place => (IReadOnlyList<object?>)
                [
                    Html.Strong(place.Key),
                    Where(kit.Plan, kit.Plan.HostNamed(place.Key).Site),
                    Said.All(place.Select(s => s.Name)),
                    Html.Code(kit.World.ShownFolderOf(kit.Plan.HostNamed(place.Key))),
                ]));
    }

    private static XElement Repository(Kit kit, RepositoryAccess access)
    {
        var repository = access.Repository;
        return Html.Of(
            "div",
            "card",
            Html.Element("h3", $"Repository {repository.Name}"),
            Html.Facts(
                ("It is at", Html.Code(access.Address)),
                ("In the plan", Html.Code(repository.At)),
                ("Stands at", Where(kit.Plan, repository.Site) + (repository.On is { } host ? $", on {host}" : "")),
                ("Made of", Words.Of(repository.Medium) + (repository.Offline ? "; offline: fetch it and connect it" : "") + (repository.Immutable is { } safe ? $"; nobody can change what was written for {safe}" : "")),
                ("To log in", access.Login),
                ("Holds", Said.All(kit.Plan.Systems.Where(s => s.Protection?.To.Contains(repository.Name) == true).Select(s => s.Name)) ?? "the plan only"),
                ("Survives", Said.All(kit.Losses.Where(l => l.Repositories.Contains(repository)).Select(l => l.Scenario.Name)) ?? "none of the scenarios"),
                ("The plan finds its key at", Html.Code(access.KeyPlace)),
                ("Its key file begins with", access.KeyName is { } name ? Html.Code(name) : null),
                ("Typed from paper last", kit.Care.Of(repository.Name).RehearsedAt is { } at ? Said.Of(DateOnly.FromDateTime(at.UtcDateTime)) : "never, as far as the machine knows that printed this (holdfast keys rehearse)")),
            KeyBox.Of(kit, repository.Name));
    }

    private static XElement Password(Kit kit, ProtectedSystem system)
    {
        var reference = kit.World.SourceOf(system, kit.Plan.HostNamed(system.RecoversOn ?? system.RunsOn)).Password ?? "?";
        return Html.Of(
            "div",
            "card",
            Html.Element("h3", $"Password of the database of {system.Name}"),
            Html.Facts(("Holdfast looks for it at", Html.Code(reference)), ("It is asked for by", "the checks, once the database is back")),
            KeyBox.Of(kit, Kit.OfSystem + system.Name, $"Password of {system.Name}."),
            reference.StartsWith("file:", StringComparison.Ordinal) ? Html.Command(RepositoryAccess.Lay(reference["file:".Length..], $"Password of {system.Name}: ")) : null);
    }

    private static XElement? Witness(Kit kit) => kit.Plan.Witness switch
    {
        DnsWitness dns => Html.P($"Who may be active is written at the name {dns.Name}, which {dns.Server} answers for. This version of Holdfast does not ask it: make sure yourself that the lost site does not work on."),
        FileWitness file => Html.P($"Who may be active is written in {file.Path} on {file.On}. This version of Holdfast does not ask it: make sure yourself that the lost site does not work on."),
        _ => null,
    };

    private static string Where(Plan plan, string site) => plan.SiteNamed(site).Address is { } address ? $"{site} ({address})" : site;
}
