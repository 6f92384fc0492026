using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The same recovery by hand: the repositories are restic's, so restic alone brings the data back.</summary>
public static class ResticSection
{
    public const string Id = "restic";

    /// <summary>Beside where the person works, on a disk of the machine on which the systems come back.</summary>
    private const string Folder = "restored";

    /// <summary>restic chooses the newest of a tag and cannot leave one out; its list, one point a line and the oldest first, can be searched.</summary>
    private const string Newest =
        "newest() { restic snapshots --json --tag \"$1\" | sed 's/},{/},\\n{/g' | grep -v -e holdfast:suspect -e holdfast:partial | sed -n 's/.*\"short_id\":\"\\([0-9a-f]*\\)\".*/\\1/p' | tail -n 1; }";

    /// <summary>Whether there is any data to bring back.</summary>
    public static bool IsIn(Kit kit) => kit.Plan.Systems.Any(s => s.Protection is not null);

    /// <returns>Null: there is no data to bring back.</returns>
    public static Section? Of(Kit kit) => !IsIn(kit) ? null : new(
        Id,
        "If Holdfast cannot be had",
        Html.P("The repositories are in the format of restic (restic.net), version 2. restic 0.14 or later, which every Linux distribution has, brings the data back; you do the rest by hand. Type all of it in one terminal (bash)."),
        Html.Numbered(
            new object[] { Html.Strong("Say which repository, and type its key."), kit.Plan.Repositories.Select(r => Repository(kit, r)) },
            new object[]
            {
                Html.Strong("See what there is,"), " and let a word of your own find the newest point of a system that nothing speaks against.", Html.Command(["restic snapshots", Newest]),
                Html.P("Each system has its own tag, such as ", Html.Code($"system:{kit.Plan.Systems.First(s => s.Protection is not null).Name}"), ". A point that also has the tag ", Html.Code("holdfast:partial"), " is not whole, and one with ", Html.Code("holdfast:suspect"), " was stored when files were missing or encrypted: ", Html.Code("newest"), " passes over both. To bring back one of them, or an older one, name its ID in place of ", Html.Code("$(newest ...)"), ". If any point has the tag ", Html.Code("holdfast:epoch"), ", there was a failover before: of each system take the newest point of the highest ", Html.Code("epoch:"), " and name it so."),
            },
            new object[]
            {
                Html.Strong("Take the plan,"), " if this print is old.",
                Html.Command($"restic dump --tag holdfast:plan latest {ShellText.Of("/" + kit.Source.FileName)} >holdfast.yaml"),
            },
            new object[]
            {
                Html.Strong("Bring the data back,"), " in this order, on the machine named. Data that is there already is not replaced: move it away first. Data was damaged and not lost? Take the newest point from before that, by its ID.",
                NeedsOrder.Of(kit.Plan).Where(s => s.Protection is not null).Select(s => System(kit, s)),
            },
            new object[] { Html.Strong("Do the steps of each system by hand,"), " those after the restore (", Html.Ref(SystemsSection.Id), "): start its programs, check it, sign." }));

    private static XElement Repository(Kit kit, RepositoryPlace repository) => Html.Of(
        "div",
        "unbroken",
        Html.P($"{repository.Name}, which survives: ", Said.All(kit.Losses.Where(l => l.Repositories.Contains(repository)).Select(l => l.Scenario.Name)) ?? "none of the scenarios"),
        Html.Command(new RepositoryAccess(kit, repository).ForRestic));

    private static XElement System(Kit kit, ProtectedSystem system)
    {
        var host = kit.Plan.HostNamed(system.RecoversOn ?? system.RunsOn);
        var target = new StepWords(kit, system, host).PathOf(system.Protection!.Data);
        var put = ShellText.Of(target);
        var restored = ShellText.Of($"{Folder}/{system.Name}");
        var owner = system.Recover.Select(s => s.Action).OfType<RestoreAction>().FirstOrDefault()?.Owner;
        return Html.Of(
            "div",
            "unbroken",
            Html.P(Html.Strong(system.Name), $" on {host.Name}, from {string.Join(" or ", system.Protection.To)}:"),
            Html.Command(
            [
                $"restic restore $(newest {ShellText.Of("system:" + system.Name)}) --target {Folder}",
                $"mkdir -p {ShellText.Of(Path.GetDirectoryName(target)!)}",
                system.Protection.Data.IsFile ? $"mv -iT {restored}/* {put}" : $"mv -iT {restored} {put}",
                .. system.Protection.Data.ByHand(put),
                .. owner is null ? Array.Empty<string>() : [$"chown -R {ShellText.Of(owner)}: {put}"],
            ]));
    }
}
