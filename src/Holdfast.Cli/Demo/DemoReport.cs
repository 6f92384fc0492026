using System.Text.Json.Nodes;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Demo;

/// <summary>What the demo came to, for people and for programs.</summary>
internal sealed class DemoReport(
    Plan plan, IReadOnlyList<SystemResult> systems, Audit audit, DateTimeOffset fire, int failoverCode, string evidence, string url, TimeSpan wall)
{
    /// <summary>Between the application's clock when it commits and ours when a copy begins, on one machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly SystemResult _business = Assessment.OfBusiness(plan.Organization, [.. systems]);

    /// <summary>Every system's checks passed, bookings from before the fire are there, and a new one was made.</summary>
    public bool Operating => failoverCode is Cli.ExitCode.Good or Cli.ExitCode.OutsideTarget && audit is { NewBooking: not null, Recovered: > 0 };

    /// <summary>
    /// What customers were told is booked may be missing only if it was booked after the recovery point that was restored, and no
    /// longer before the fire than the RPO allows. Judged by the customers' own list, not by what the failover says of itself.
    /// </summary>
    public bool LossIsWithinTarget => audit.LostFrom is not { } first
        || systems.Single(s => s.System == "records") is var records && fire - first <= records.TargetRpo && fire - first <= records.MeasuredRpo + Slack;

    public int ExitCode => !Operating
        ? Cli.ExitCode.Failed
        : failoverCode == Cli.ExitCode.Good && systems.All(s => s.WithinTarget) && LossIsWithinTarget ? Cli.ExitCode.Good : Cli.ExitCode.OutsideTarget;

    public void Show(Screen screen, bool keep)
    {
        screen.Line(Operating ? $"{plan.Organization} operates again." : $"{plan.Organization} does NOT operate again.");
        Tables.Results(screen, _business, systems);
        screen.Line($"Bookings: customers were told of {audit.Acknowledged}; {audit.Recovered} are there, {audit.Lost} are lost"
            + (audit.LostFrom is null ? "." : $", made from {audit.LostFrom:HH:mm:ss} to {audit.LostUntil:HH:mm:ss}Z, the first {Spoken.Of(fire - audit.LostFrom.Value)} before the fire."));
        if (!LossIsWithinTarget)
        {
            screen.Line("That is MORE than may be lost, or more than the recovery points explain.");
        }

        screen.Line(audit.NewBooking is null ? "A new booking could NOT be made." : $"A new booking was made: {audit.NewBooking}.");
        foreach (var (process, cost) in Costs)
        {
            screen.Line(cost is null ? $"\"{process}\" still stands." : FormattableString.Invariant($"The downtime of \"{process}\" cost {cost:0.00} {plan.Currency}."));
        }

        screen.Line($"Evidence: {evidence}");
        screen.Line($"The whole demo took {Spoken.Of(wall)}.");
        if (keep)
        {
            screen.Line($"The recovered booking application: {url}");
        }

        if (screen.Json)
        {
            Screen.WriteJson(Plain());
        }
    }

    public void Write(string path) => File.WriteAllText(path, Screen.AsJson(Plain()));

    private IEnumerable<(string Process, decimal? Cost)> Costs => plan.Processes
        .Select(p => (p.Name, Assessment.CostOf(p, [.. systems])))
        .Where(c => c.Item2 is not 0);

    private JsonObject Plain() => new JsonObject
    {
        { "operating", Operating },
        { "predictedRtoSeconds", _business.PredictedRto.Value?.TotalSeconds },
        { "measuredRtoSeconds", _business.MeasuredRto?.TotalSeconds },
        { "targetRtoSeconds", _business.TargetRto.TotalSeconds },
        { "predictedRpoSeconds", _business.PredictedRpo.Value?.TotalSeconds },
        { "measuredRpoSeconds", _business.MeasuredRpo?.TotalSeconds },
        { "targetRpoSeconds", _business.TargetRpo.TotalSeconds },
        { "acknowledged", audit.Acknowledged },
        { "recovered", audit.Recovered },
        { "lost", audit.Lost },
        { "lostFrom", audit.LostFrom },
        { "lostUntil", audit.LostUntil },
        { "newBooking", audit.NewBooking },
        { "costs", Costs.Select(c => new JsonObject { { "process", c.Process }, { "cost", c.Cost }, { "currency", plan.Currency } }) },
        { "evidence", evidence },
        { "url", url },
        { "wallSeconds", wall.TotalSeconds },
        { "systems", systems.Select(Tables.Plain) },
    };
}
