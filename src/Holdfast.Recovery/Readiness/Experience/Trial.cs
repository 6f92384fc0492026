using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>One system in one finished drill or failover: what was predicted before, and what came of it. Times count from the disaster.</summary>
/// <param name="At">When the run ended that first showed it.</param>
/// <param name="Undeclared">The part of all three times that the plan declares and the run could not measure: until someone declares the disaster.</param>
/// <param name="Measured">Null: it did not operate again.</param>
/// <param name="Failed">Whether it did not operate when the run first ended, even if someone mended it and took the run up again.</param>
/// <param name="Steps">What was carried out to bring it back, as it is done when it counts.</param>
public sealed record Trial(
    string Run,
    RunKind Kind,
    string Scenario,
    string System,
    DateTimeOffset At,
    Figure Predicted,
    Figure PredictedP90,
    TimeSpan Undeclared,
    TimeSpan? Measured,
    bool Failed,
    ImmutableArray<string> Steps)
{
    /// <summary>Steps that the run left out, or did something in place of: it shows nothing of them.</summary>
    public ImmutableArray<string> Otherwise { get; init; } = [];

    /// <summary>Checks that passed and show nothing: they passed with nothing there, or another program may have answered them.</summary>
    public ImmutableArray<string> Idle { get; init; } = [];

    /// <summary>SHA-256 of the text of the plan that the run followed.</summary>
    public string PlanHash { get; init; } = "";

    /// <summary>The name of the machine that carried the run out; null: it was not said.</summary>
    public string? Machine { get; init; }

    /// <summary>How many times as long as predicted it took, what the plan only declares left out; null: one of the two is not known.</summary>
    public double? Factor => Beyond(Measured) is { Ticks: > 0 } took && Beyond(Predicted.Value) is { Ticks: > 0 } expected ? took / expected : null;

    private TimeSpan? Beyond(TimeSpan? time) => time is { } known ? ComputedTime.Difference(known, Undeclared) : null;

    public bool? WithinTypical => Measured is { } measured && Predicted.Value is { } predicted ? measured <= predicted : null;

    public bool? WithinP90 => Measured is { } measured && PredictedP90.Value is { } predicted ? measured <= predicted : null;

    /// <summary>
    /// Nothing of a run that goes on or was given up, and nothing of systems that a run had to leave out: no one tried to bring them back.
    /// </summary>
    public static ImmutableArray<Trial> In(IReadOnlyList<RunEvent> journal)
    {
        if (RunSummary.Of(journal) is not { Began: { Kind: not RunKind.Prediction } began, Ended: { Outcome: not RunOutcome.Abandoned } ended }
            || journal.OfType<RunEnded>().Any(e => e.ClocksParted is not null))
        {
            return [];
        }

        var expected = began.Expected.GroupBy(e => e.System).ToDictionary(e => e.Key, e => e.First());
        var down = journal.OfType<RunEnded>().SelectMany(e => e.Results).Where(r => r.MeasuredRto is null).Select(r => r.System).ToHashSet();
        var otherwise = journal.Select(StepNotDoneBy).OfType<StepName>().ToLookup(step => step.System, step => step.Step);
        var idle = IdleIn(journal, began).ToLookup(step => step.System, step => step.Step);
        var steps = journal.Select(StepDoneBy).OfType<StepName>().ToLookup(step => step.System, step => step.Step);
        return
        [
            .. from result in ended.Results
               where result.Unrecoverable is null
               let predicted = expected.GetValueOrDefault(result.System)
               let declared = began.DisasterFrom == DisasterSource.Declaration ? predicted is { Rto.Value: { } rto, Recovery.Value: { } recovery } ? ComputedTime.Difference(rto, recovery) : (TimeSpan?)null : null
               select new Trial(
                   began.Run,
                   began.Kind,
                   began.Scenario,
                   result.System,
                   FirstKnown(result),
                   predicted?.Rto ?? Figure.Unknown,
                   predicted?.RtoP90 ?? Figure.Unknown,
                   declared ?? TimeSpan.Zero,
                   result.MeasuredRto,
                   down.Contains(result.System),
                   [.. steps[result.System].Distinct()])
               {
                   Otherwise = [.. otherwise[result.System].Distinct().Except(steps[result.System])],
                   Idle = [.. idle[result.System].Distinct()],
                   PlanHash = began.PlanHash,
                   Machine = began.Machine,
               },
        ];

        // A run that was taken up long after, to start a dead service again, measured nothing new of what operated before.
        DateTimeOffset FirstKnown(SystemResult result) =>
            journal.OfType<RunEnded>().First(e => e.Results.Any(r => r.System == result.System && r.MeasuredRto == result.MeasuredRto)).At;
    }

    /// <summary>A check that failed while nothing was there is answered by what the run brought back, whoever that is: then no doubt is left.</summary>
    private static IEnumerable<StepName> IdleIn(IReadOnlyList<RunEvent> journal, RunBegan began) => began.PassedBefore is { } passed
        ? passed
        : journal.OfType<StepSucceeded>().Where(e => e.Unproven).Select(e => e.Step);

    private static StepName? StepDoneBy(RunEvent happened) => happened switch
    {
        StepSucceeded { Instead: null } e => e.Step,
        DoubtSettled { Happened: true } e => e.Step,
        _ => null,
    };

    private static StepName? StepNotDoneBy(RunEvent happened) => happened switch
    {
        StepSucceeded { Instead: not null } e => e.Step,
        StepSkipped e => e.Step,
        _ => null,
    };
}
