using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Copies that nobody reads until they are needed.</summary>
internal sealed class NeverVerifiedOften() : Rule("never-verified-often", Severity.Note, "NIS2 2024/2690 annex 4.2.3")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is not null && !(system.Protection.VerifyEvery is { } every && every.From(today) <= today.AddMonths(1))
        select At(
            $"old copies of system {Shown.Quoted(system.Name)} are read back {(system.Protection!.VerifyEvery is { } every ? $"every {every}" : "only when they are made")}",
            "have them read back at least once a month, and write it:  verify every: 1 month",
            "systems", system.Name, "protect", "verify every");
}
