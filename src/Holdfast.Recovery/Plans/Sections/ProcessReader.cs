using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class ProcessReader
{
    private static Shape WorkaroundShape { get; } = new(
        "workaround",
        "What people do meanwhile.",
        new("do", Written.Text, "In words.", Needed: true),
        new("capacity", Percents.Written, "How much of the usual work that does."),
        new("for at most", Durations.Written, "How long it can be kept up."),
        new("needs", Written.ListOf(Written.Text), "Systems that even the workaround needs."));

    public static Shape Shape { get; } = new(
        "process",
        "What the business does.",
        new("needs", Written.ListOf(Written.Text), "Systems that it can't go on without.", Needed: true),
        new("needs services", Written.ListOf(Written.Text), "Services that it can't go on without."),
        new("needs people", Written.ListOf(Written.Text), "Roles that it can't go on without."),
        new("owner", Written.Text, "A role or a person."),
        new("used", Written.Choice<Rhythm>(), "How often it is done."),
        new("rto", Durations.Written, "When it must go on."),
        new("mtpd", Durations.Written, "Maximum tolerable period of disruption."),
        new("minimum service", Percents.Written, "The least that is acceptable meanwhile."),
        new("minimum service within", Durations.Written, "How soon that is there."),
        new("workaround", Written.Either(Written.Text, Written.Mapping(WorkaroundShape)), "What people do meanwhile."),
        new("work arrives", WorkRates.Written, "How much comes."),
        new("work done", WorkRates.Written, "How much can be done."),
        new("idle people", Written.Either(Written.Text, Written.Mapping(IdlePeopleReader.Shape)), "Who waits and is paid: 50 at 20 an hour."),
        new("costs", Written.Either(Money.Written, Written.ListOf(Written.Mapping(CostCurveReader.Shape), some: true)), "What its absence costs: a rate, or rates from moments on and sums."));

    public static BusinessProcess? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
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

        var fields = field.Fields(key, WorkaroundShape)!;
        return new Workaround(
            fields.Required("do", "Paper charts from the printed day sheet.")?.Text() ?? "",
            fields.Optional("capacity")?.As(Percents.Kind),
            fields.Optional("for at most")?.Duration(),
            SystemsIn(fields.Optional("needs"), scope));
    }

    private static ImmutableArray<string> SystemsIn(Field? field, PlanScope scope) => [.. scope.Systems.ReferAll(field?.Items()).Select(n => n.Name)];
}
