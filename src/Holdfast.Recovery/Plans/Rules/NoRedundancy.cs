using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Parts of which one fails sooner or later, with nothing in its place.</summary>
internal sealed class NoRedundancy() : Rule("no-redundancy", Severity.Warning, "NIS2 2024/2690 annex 4.2.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from critical in new[] { Ageing.CriticalHosts(plan) }
        from asset in plan.Assets
        where asset is { Redundancy: Redundancy.None, Of: not null, Life.Lifetime: not null } && critical.Contains(asset.Of)
        let years = (asset.Life.Lifetime!.Value.Months / 12.0) + (asset.Life.Lifetime!.Value.Days / 365.25)
        let chance = asset.ChanceOfFailure(years)
        where chance > 0.2
        let mirrored = asset.ChanceOfLosingAPair(years)
        select At(
            $"at least one of {asset.Count} {Shown.Quoted(asset.Name)} fails within {asset.Life.Lifetime} with {Rough.Share(chance.Value)}, and takes what host {Shown.Quoted(asset.Of!)} does: nothing stands in for it"
                + (mirrored is null ? "" : $"; as mirrored pairs both of one would fail with {Rough.Share(mirrored.Value)}"),
            "mirror them, or keep a spare that takes over (redundancy: mirror).",
            "assets", asset.Name);
}
