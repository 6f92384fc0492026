using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A database that counts as recovered when a page opens.</summary>
internal sealed class NoDataCheck() : Rule("no-data-check", Severity.Warning, "FFIEC BCM")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where (system.Kind == SystemKind.Database || system.Protection?.Data.IsDatabase == true)
            && system.Recover.Any(s => s.Action is CheckAction)
            && !system.Recover.Any(s => s.Action is SqlCheck or CommandCheck or HttpCheck { Contains: not null } or HttpCheck { Method: "POST" })
        select At(
            $"no check of system {Shown.Quoted(system.Name)} looks at its data: it passes with an empty database",
            "add one that asks for something that must be there, such as  - check: { sql: \"select count(*) > 0 from invoices\", expect: true }",
            "systems", system.Name, "recover");
}
