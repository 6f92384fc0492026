using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

internal static class SystemReader
{
    public static Shape Shape { get; } = new(
        "system",
        "What is kept recoverable.",
        new("tier", Written.Text, "How critical it is: mission critical, important, ordinary, deferrable, or one of the plan's own."),
        new("rto", Durations.Written, "Agreed limit to operate again."),
        new("rpo", Durations.Written, "Agreed limit of lost data, in time."),
        new("work recovery", Durations.Written, "What people still do once it operates."),
        new("kind", Written.Choice<SystemKind>(), "What it is."),
        new("needs", Written.ListOf(Written.Text), "Systems that must operate first."),
        new("needs services", Written.ListOf(Written.Text), "What others provide and it can't operate without."),
        new("needs people", Written.ListOf(Written.Text), "Roles without which it can't be recovered."),
        new("runs on", Written.Text, "Its host.", Needed: true),
        new("recovers on", Written.Text, "Another host."),
        new("size", Sizes.Written, "How much data it holds."),
        new("grows", Growths.Written),
        new("standby", Written.Either(Written.Choice<StandbyKind>(), Written.Mapping(StandbyReader.Shape)), "How much of it already stands elsewhere."),
        new("when alone", Written.Choice<WhenAlone>(), "What it does when it can't tell whether it is active elsewhere."),
        new("protect", Written.Either(Written.Only("nothing"), Written.Mapping(ProtectionReader.Shape)), "What is protected; or nothing, with the reason under because."),
        new("because", Written.Text, "Why there is nothing to protect."),
        new("recover", Written.ListOf(Written.Mapping(RecoveryReader.Shape), some: true), "The steps that bring it back; the last one is a check."))
    {
        AnyOf = [["tier"], ["rto", "rpo"]],
    };

    private const string Nothing = "nothing";

    public static ProtectedSystem? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var tier = fields.Optional("tier") is { } tierField ? scope.Tiers.Refer(tierField) : default;
        var runsOn = scope.Hosts.Refer(fields.Required("runs on", "office-server"));
        var recoversOn = fields.Optional("recovers on") is { } recoversOnField ? scope.Hosts.Refer(recoversOnField) : default;
        var system = new ProtectedSystem
        {
            Name = name.Text,
            Tier = tier.Name,
            Rto = Objective("rto", "1 hour", fields, tier.Value?.Rto),
            Rpo = Objective("rpo", "15 minutes", fields, tier.Value?.Rpo),
            WorkRecovery = Sourced(fields.Optional("work recovery")?.Duration(), tier.Value?.WorkRecovery),
            Kind = fields.Optional("kind")?.Word<SystemKind>() ?? SystemKind.Application,
            Needs = NeedsOf(name.Text, fields, scope),
            NeedsServices = [.. scope.Services.ReferAll(fields.Optional("needs services")?.Items()).Select(s => s.Name)],
            NeedsPeople = [.. scope.Roles.ReferAll(fields.Optional("needs people")?.Items()).Select(r => r.Name)],
            RunsOn = runsOn.Name ?? "",
            RecoversOn = recoversOn.Name,
            Size = fields.Optional("size")?.As(Sizes.Kind),
            Grows = fields.Optional("grows")?.As(Growths.Kind),
            Standby = fields.Optional("standby") is { } standby ? StandbyReader.Read(standby, fields.KeyOf("standby"), scope) : Standby.None,
            WhenAlone = fields.Optional("when alone")?.Word<WhenAlone>() ?? WhenAlone.StayDown,
            HoldsNoData = HoldsNoData(fields),
        };
        var protects = system.HoldsNoData is null ? fields.Optional("protect") : null;
        var protection = protects is null ? null : new ProtectionReader(scope, runsOn.Value, recoversOn.Value).Read(protects, fields.KeyOf("protect"));
        var data = new SystemData(protection?.Data, IsKnown: protection is not null || (protects is null && !fields.IsMisspelt("protect")));
        var steps = fields.Optional("recover") is { } recover ? new RecoveryReader(new(name.Text, data, recoversOn.Value, scope)).Read(recover) : [];
        return protects is not null && protection is null ? null : system with { Protection = protection, Recover = steps };
    }

    /// <summary>What the system says, or else its tier; one that has no tier says it itself.</summary>
    private static Sourced<TimeSpan> Objective(string key, string example, Fields fields, TimeSpan? ofTier)
    {
        var field = fields.Has("tier") || fields.IsMisspelt("tier") ? fields.Optional(key) : fields.Required(key, $"{example}, or give the system a tier");
        return Sourced(field?.Duration(), ofTier) ?? default;
    }

    private static Sourced<TimeSpan>? Sourced(TimeSpan? written, TimeSpan? ofTier) =>
        written is { } own ? new(own, ValueSource.Written)
        : ofTier is { } inherited ? new(inherited, ValueSource.Tier)
        : null;

    /// <returns>The reason; null when the plan does not say that there is nothing to protect.</returns>
    private static string? HoldsNoData(Fields fields)
    {
        if (fields.Optional("protect")?.Node is TextNode { Text: Nothing })
        {
            return fields.Required("because", "its settings are in the records")?.Text() ?? "";
        }

        if (fields.Optional("because") is { } reason && !fields.IsMisspelt("protect"))
        {
            reason.Refuse(ProblemId.StrayReason, "gives a reason for nothing", "write  protect: nothing  if the system holds no data; else remove it.");
        }

        return null;
    }

    private static ImmutableArray<string> NeedsOf(string system, Fields fields, PlanScope scope)
    {
        var needs = scope.Systems.ReferAll(fields.Optional("needs")?.Items());
        foreach (var itself in needs.Where(n => n.Name == system))
        {
            scope.Log.Add(ProblemId.NeedsItself, itself.Node, $"system {Shown.Quoted(system)} needs itself", "remove it from its own \"needs\".");
        }

        scope.Needs[system] = [.. needs.Where(n => n.Name != system).Select(n => (n.Name, n.Node))];
        return [.. needs.Select(n => n.Name)];
    }
}
