using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads what an outage costs: one rate, or a list of rates from a moment on and of sums that fall due at one.</summary>
internal static class CostCurveReader
{
    public static Shape Shape { get; } = new(
        "cost",
        "A rate from a moment on, or a sum at one.",
        new Key("costs", Written.NumberOrText, "A rate after from, a sum after at.", Needed: true))
    {
        Alternatives = [new(new("from", Durations.Written, "Since the outage began.")), new(new("at", Durations.Written, "Since the outage began."))],
    };

    public static CostCurve Read(Field field)
    {
        if (field.Node is not ListNode)
        {
            return CostCurve.Steady(field.CostPerHour() ?? 0);
        }

        var rates = ImmutableArray.CreateBuilder<CostRate>();
        var sums = ImmutableArray.CreateBuilder<CostSum>();
        foreach (var item in field.SomeItems() ?? [])
        {
            if (Choice.Read(item, item.Node, Shape) is not { } choice)
            {
                continue;
            }

            var moment = choice.Fields.Optional(choice.Kind)!;
            var at = moment.As(Durations.Moment);
            var costs = choice.Fields.Required("costs", choice.Kind == "from" ? "100 an hour" : "100000");
            if (choice.Kind == "at")
            {
                sums.Add(new CostSum(at ?? default, costs?.As(Amounts.Kind) ?? 0));
                continue;
            }

            if (at is not null && rates.Count > 0 && at <= rates[^1].From)
            {
                moment.Refuse(ProblemId.BadCurve, "does not come after the rate before it, so it is not clear which counts", "write the rates in the order of their moments, each once.");
            }

            rates.Add(new CostRate(at ?? default, costs?.CostPerHour() ?? 0));
        }

        return new CostCurve(rates.ToImmutable(), sums.ToImmutable());
    }
}
