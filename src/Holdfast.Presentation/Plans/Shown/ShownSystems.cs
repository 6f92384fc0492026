using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts tiers and systems into words, the most critical first.</summary>
public static class ShownSystems
{
    public const string Kind = "system";

    private const string NoTier = "Systems that say their objectives themselves";

    public static ShownSection Tiers(Plan plan, PlanPlaces places) => new("Tiers", "tier", "tiers",
    [
        .. plan.Tiers.Select(tier => new Description(places, "tiers", tier.Name)
            .Time("rto", tier.Rto, label: "RTO").Time("rpo", tier.Rpo, label: "RPO")
            .Time("work recovery", tier.WorkRecovery).Text("drill every", tier.DrillEvery?.ToString())
            .As(tier.Name)),
    ]);

    public static IEnumerable<ShownSection> ByTier(Plan plan, PlanPlaces places) =>
        plan.Tiers.Select(tier => (string?)tier.Name).Append(null)
            .Select(tier => (Tier: tier, Systems: plan.Systems.Where(s => s.Tier == tier).ToArray()))
            .Where(group => group.Systems.Length > 0)
            .Select(group => new ShownSection(
                group.Tier is null ? NoTier : $"Systems: {group.Tier}", Kind, "systems", [.. group.Systems.Select(s => Describe(s, places))]));

    private static ShownThing Describe(ProtectedSystem system, PlanPlaces places)
    {
        var described = new Description(places, "systems", system.Name);
        described.Group("objectives")
            .Text("tier", system.Tier)
            .Time("rto", system.Rto, system.Tier, label: "RTO").Time("rpo", system.Rpo, system.Tier, label: "RPO")
            .Time("work recovery", system.WorkRecovery, system.Tier, Description.NotSaid);
        described.Group("what it is")
            .Word("kind", system.Kind)
            .Text("runs on", system.RunsOn).Text("recovers on", system.RecoversOn, "NOWHERE: it cannot be brought back")
            .Number("size", system.Size?.Bytes, system.Size?.ToString() ?? Description.NotSaid).Text("grows", system.Grows?.ToString())
            .From(StandbyFrom(described), "standby", Words.Of(system.Standby.Kind), Words.Of(system.Standby.Kind))
            .Text("standby/on", system.Standby.On, label: "standby on").Time("standby/lag", system.Standby.Lag, label: "standby lag")
            .Word("when alone", system.WhenAlone);
        described.Group("needs")
            .Names("needs", system.Needs, "no other system", "systems")
            .Names("needs services", system.NeedsServices, label: "services").Names("needs people", system.NeedsPeople, label: "people");
        described.Group("copies");
        Copies(described, system);
        foreach (var (number, step) in system.Recover.Index())
        {
            described.Part(ShownSteps.Of(step, number, system.Name, places));
        }

        return described.As(system.Name);
    }

    // Either its kind alone or a mapping that says more stands there.
    private static Origin StandbyFrom(Description described) =>
        described.OriginOf("standby/kind") is { At: not null } inside ? inside : described.OriginOf("standby");

    private static void Copies(Description described, ProtectedSystem system)
    {
        if (system.Protection is not { } protection)
        {
            described.From(described.OriginOf("protect"), "protect", system.HoldsNoData is { } why ? $"nothing to protect: {why}" : "NOTHING IS PROTECTED", system.HoldsNoData is null ? null : "nothing")
                .From(described.OriginOf("because"), "because", null, system.HoldsNoData);
            return;
        }

        var data = protection.Data;
        var place = "protect/" + data.Kind;
        described.From(described.OriginOf(place), "protect", $"{data.Title} {data.Path}", $"{data.Kind} {data.Path}", "of");
        if (data.MayExclude)
        {
            described.Names("protect/exclude", data.Exclude, "nothing", "left out");
        }

        if (data.Port is { } port)
        {
            described.Text(place + "/port", port);
        }

        foreach (var (word, value) in data.Settings)
        {
            described.Text($"{place}/{word}", value);
        }

        if (data.Port is not null)
        {
            described.Text(place + "/password", data.Password?.ToString(), "none");
        }

        if (protection.At is { } at)
        {
            described.Text("protect/every", at.ToString()).Time("protect/jitter", protection.Jitter > TimeSpan.Zero ? protection.Jitter : null, "none", "up to so much later");
        }
        else
        {
            described.Time("protect/every", protection.Every);
        }

        described.Text("protect/not between", protection.NotBetween?.ToString(), label: "begun never between")
            .Names("protect/to", protection.To)
            .Text("protect/at least", protection.AtLeast?.ToString(), "anything", "a copy holds")
            .From(described.OriginOf("protect/keep"), "protect/keep", Spoken.Kept(protection.Keep), JsonFields.Of(protection.Keep))
            .Text("protect/hold until", protection.HoldUntil?.ToString("O", CultureInfo.InvariantCulture))
            .Text("protect/verify every", protection.VerifyEvery?.ToString(), "when it is made", "read back");
    }
}
