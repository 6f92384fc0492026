using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A check that any page passes.</summary>
internal sealed class CheckTooWeak() : Rule("check-too-weak", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover is [.., { Action: HttpCheck { Method: "GET", Status: 200, Contains: null } }]
        select At(
            $"the last check of system {Shown.Quoted(system.Name)} is content with any answer",
            "say what the answer must hold (contains: ...), or let the application do its work and answer how that went (method: POST).",
            "systems", system.Name, "recover", $"{system.Recover.Length - 1}");
}
