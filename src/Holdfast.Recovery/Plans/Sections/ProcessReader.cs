using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class ProcessReader
{
    public static BusinessProcess? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, PlanKeys.Process) is not { } fields)
        {
            return null;
        }

        return new BusinessProcess
        {
            Name = name.Text,
            Needs = SystemsIn(fields.Required("needs", "[]"), scope),
            NeedsServices = [.. scope.Services.ReferAll(fields.Optional("needs services")?.Items()).Select(s => s.Name)],
            NeedsPeople = [.. scope.Roles.ReferAll(fields.Optional("needs people")?.Items()).Select(r => r.Name)],
            Owner = Parties.Read(fields.Optional("owner"), scope),
            Used = fields.Optional("used")?.Word<Rhythm>(),
            Rto = fields.Optional("rto")?.Duration(),
            Mtpd = fields.Optional("mtpd")?.Duration(),
            MinimumService = fields.Optional("minimum service")?.As(Percents.Kind),
            MinimumServiceWithin = fields.Optional("minimum service within")?.Duration(),
            Workaround = fields.Optional("workaround") is { } workaround ? WorkaroundOf(workaround, fields.KeyOf("workaround"), scope) : null,
            WorkArrives = fields.Optional("work arrives")?.As(WorkRates.Kind),
            WorkDone = fields.Optional("work done")?.As(WorkRates.Kind),
            IdlePeople = fields.Optional("idle people") is { } idle ? IdlePeopleReader.Read(idle, fields.KeyOf("idle people")) : null,
            Costs = fields.Optional("costs") is { } costs ? CostCurveReader.Read(costs) : CostCurve.Nothing,
        };
    }

    /// <summary>What people do in one text, or a mapping that says more.</summary>
    private static Workaround? WorkaroundOf(Field field, PlanNode key, PlanScope scope)
    {
        if (field.Node is not MapNode)
        {
            return field.Text() is { } text ? new Workaround(text, null, null, []) : null;
        }

        var fields = field.Fields(key, PlanKeys.Workaround)!;
        return new Workaround(
            fields.Required("do", "Paper charts from the printed day sheet.")?.Text() ?? "",
            fields.Optional("capacity")?.As(Percents.Kind),
            fields.Optional("for at most")?.Duration(),
            SystemsIn(fields.Optional("needs"), scope));
    }

    private static ImmutableArray<string> SystemsIn(Field? field, PlanScope scope) => [.. scope.Systems.ReferAll(field?.Items()).Select(n => n.Name)];
}
