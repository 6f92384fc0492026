using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts the top of the plan, and what the business does and has, into words.</summary>
public static class ShownBusiness
{
    /// <summary>What the plan says of itself; the thing's name is the organization's.</summary>
    public static ShownThing Top(Plan plan, PlanPlaces places)
    {
        var described = new Description(places);
        described.Text("currency", plan.Currency)
            .Time("declaration", plan.Declaration, Description.NotSaid, "declared within")
            .Text("time zone", plan.TimeZone?.Name, "each time names its own")
            .Names("regulations", plan.Regulations, "none")
            .Text("reviewed", plan.Reviewed?.ToString("O", CultureInfo.InvariantCulture), "never")
            .Text("review every", plan.ReviewEvery.Value.ToString());
        switch (plan.Witness)
        {
            case DnsWitness dns:
                described.Text("witness/dns", dns.Name, label: "witness").Text("witness/server", dns.Server, label: "witness server");
                break;
            case FileWitness file:
                described.Text("witness/file", file.Path, label: "witness").Text("witness/on", file.On, label: "witness on");
                break;
            default:
                described.Text("witness", null, "none");
                break;
        }

        return described.As(plan.Organization);
    }

    public static ShownSection Processes(Plan plan, PlanPlaces places) =>
        new("What the business does", "process", "processes", [.. plan.Processes.Select(p => Describe(p, plan.Currency, places))]);

    public static IEnumerable<ShownSection> Risks(Plan plan, PlanPlaces places) =>
    [
        new("Hardware", "asset", "assets", [.. plan.Assets.Select(a => Describe(a, plan.Currency, places))]),
        new("Risks", "risk", "risks",
        [
            .. plan.Risks.Select(risk => new Description(places, "risks", risk.Name)
                .Text("likelihood", risk.Likelihood.ToString()).Text("impact", risk.Impact ?? Money(risk.ImpactCosts, plan.Currency))
                .Word("treatment", risk.Treatment).Text("by", risk.By).Text("owner", risk.Owner?.Name, "nobody").Text("scenario", risk.Scenario)
                .Text("review", risk.Review?.ToString("O", CultureInfo.InvariantCulture))
                .As(risk.Name)),
        ]),
    ];

    private static ShownThing Describe(BusinessProcess process, string currency, PlanPlaces places)
    {
        var described = new Description(places, "processes", process.Name);
        described.Group("objectives")
            .Time("rto", process.Rto, "as soon as the systems that it needs", "RTO")
            .Time("mtpd", process.Mtpd, Description.NotSaid, "at most down (MTPD)")
            .Number("minimum service", process.MinimumService?.Value, process.MinimumService?.ToString()).Time("minimum service within", process.MinimumServiceWithin)
            .Text("used", process.Used is { } used ? Words.Of(used) : null).Text("owner", process.Owner?.Name, "nobody");
        described.Group("needs")
            .Names("needs", process.Needs, "no system", "systems").Names("needs services", process.NeedsServices, label: "services").Names("needs people", process.NeedsPeople, label: "people");
        // A workaround may be one text alone.
        var workaround = described.OriginOf("workaround/do") is { At: not null } inside ? inside : described.OriginOf("workaround");
        described.Group("meanwhile")
            .From(workaround, "workaround", process.Workaround?.Do ?? "none", process.Workaround?.Do)
            .Number("workaround/capacity", process.Workaround?.Capacity?.Value, process.Workaround?.Capacity?.ToString())
            .Time("workaround/for at most", process.Workaround?.ForAtMost).Names("workaround/needs", process.Workaround?.Needs ?? [], label: "workaround needs");
        described.Group("costs")
            .Number("work arrives", process.WorkArrives?.PerHour, AnHour(process.WorkArrives?.PerHour)).Number("work done", process.WorkDone?.PerHour, AnHour(process.WorkDone?.PerHour))
            .From(described.OriginOf("idle people"), "idle people", Idle(process.IdlePeople, currency), JsonFields.Of(process.IdlePeople))
            .From(described.OriginOf("costs"), "costs", Costs(process.Costs, currency), new JsonObject { { "rates", process.Costs.Rates.Select(r => new JsonObject { { "fromSeconds", r.From.TotalSeconds }, { "perHour", r.PerHour } }) }, { "sums", process.Costs.Sums.Select(s => new JsonObject { { "atSeconds", s.At.TotalSeconds }, { "amount", s.Amount } }) } });
        return described.As(process.Name);
    }

    private static ShownThing Describe(Asset asset, string currency, PlanPlaces places)
    {
        var described = new Description(places, "assets", asset.Name);
        described.Text("of", asset.Of, "no host of the plan").Word("kind", asset.Kind).Number("count", asset.Count, null).Word("redundancy", asset.Redundancy)
            .Number("annual failure rate", asset.AnnualFailureRate?.Value, asset.AnnualFailureRate?.ToString() ?? Description.NotSaid)
            .Time("lead time", asset.LeadTime, Description.NotSaid).Number("costs", asset.Costs, Money(asset.Costs, currency));
        ShownPlaces.Life(described, asset.Life);
        return described.As(asset.Name);
    }

    private static string Costs(CostCurve costs, string currency) => costs.Rates.IsEmpty && costs.Sums.IsEmpty
        ? "nothing"
        : string.Join("; ", costs.Rates.Select(r => $"{Money(r.PerHour, currency)} an hour{(r.From > TimeSpan.Zero ? $" from {Spoken.Exactly(r.From)} on" : "")}")
            .Concat(costs.Sums.Select(s => $"{Money(s.Amount, currency)} once, at {Spoken.Exactly(s.At)}")));

    private static string? Idle(IdlePeople? idle, string currency) => idle is null ? null : $"{idle.Count}, each {Money(idle.CostsPerHour, currency)} an hour";

    private static string? AnHour(decimal? rate) => rate is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} an hour") : null;

    private static string? Money(decimal? amount, string currency) => amount is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} {currency}") : null;
}
