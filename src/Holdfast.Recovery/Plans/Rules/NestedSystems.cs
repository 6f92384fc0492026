using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>One system's data in another's folder is copied twice, the second time as it happens to lie there, and two restores meet in one place.</summary>
internal sealed class NestedSystems() : Rule("nested-systems", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) => NestedData.In(plan, PlanPath.PlanFolder)
        .Where(n => !n.IsExcluded)
        .DistinctBy(n => (n.Outer.Name, n.Inner.Name))
        .Select(n => n.Beneath.Length == 0
            ? At(
                $"systems {Shown.Quoted(n.Outer.Name)} and {Shown.Quoted(n.Inner.Name)} have their data in the same place on host {Shown.Quoted(n.Host.Name)}",
                "give each a place of its own there: each restore leaves exactly its own recovery point.",
                "systems", n.Inner.Name, "protect")
            : At(
                $"the data of system {Shown.Quoted(n.Inner.Name)} lies in that of {Shown.Quoted(n.Outer.Name)} on host {Shown.Quoted(n.Host.Name)}: {n.Beneath}",
                n.Outer.Protection?.Data.MayExclude == true
                    ? $"leave it out of {Shown.Quoted(n.Outer.Name)} with  exclude: [\"{Path.GetFileName(n.Beneath)}*\"] , or move it out of that folder."
                    : "move it out of there: the whole of it belongs to the other system's restore.",
                "systems", n.Outer.Name, "protect"));
}
