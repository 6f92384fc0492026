using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

internal static class SystemReader
{
    public static ProtectedSystem? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, "rto", "rpo", "needs", "runs on", "recovers on", "protect", "recover") is not { } fields)
        {
            return null;
        }

        var rto = fields.Required("rto", "1 hour")?.Duration();
        var rpo = fields.Required("rpo", "15 minutes")?.Duration();
        var needs = NeedsOf(name.Text, fields, scope);
        var runsOn = scope.Hosts.Refer(fields.Required("runs on", "office-server"));
        var recoversOn = scope.Hosts.Refer(fields.Required("recovers on", "standby-server"));
        var protect = fields.Required("protect", "{ files: documents, every: 1 hour, to: [nas, offsite] }");
        var (data, every, to) = protect is null
            ? (null, null, [])
            : new ProtectionReader(scope, runsOn.Value, recoversOn.Value).Read(protect, fields.KeyOf("protect"));
        var recover = fields.Required("recover", "[restore, service and check]");
        var steps = recover is null ? [] : new RecoveryReader(name.Text, data, recoversOn.Value).Read(recover);
        return data is null
            ? null
            : new ProtectedSystem(name.Text, rto ?? default, rpo ?? default, needs, runsOn.Name ?? "", recoversOn.Name ?? "",
                new Protection(data, every ?? default, to), steps);
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
