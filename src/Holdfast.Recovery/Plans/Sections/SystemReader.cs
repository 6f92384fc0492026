using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

internal static class SystemReader
{
    private const string Nothing = "nothing";

    public static ProtectedSystem? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, PlanKeys.System) is not { } fields)
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
        var steps = fields.Optional("recover") is { } recover ? new RecoveryReader(name.Text, data, recoversOn.Value, scope).Read(recover) : [];
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

/// <summary>What a system keeps, for those who judge its steps.</summary>
/// <param name="Data">Null: it keeps nothing, or that could not be read.</param>
/// <param name="IsKnown">False: it could not be read, and no step is called unfit for it.</param>
internal readonly record struct SystemData(ProtectedData? Data, bool IsKnown);
