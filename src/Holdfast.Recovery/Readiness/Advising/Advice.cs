using System.Collections.Immutable;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>From RTO and RPO to schedule, copies and standby: what each system's targets ask for, and what would help the business most.</summary>
/// <param name="Measures">What brings systems back sooner that are too late, the best first; each was predicted, and helps.</param>
/// <param name="Systems">In the order of the plan, or the one asked for.</param>
/// <param name="NotTried">How many systems that are too late, or lost for good by something, nothing was tried for: the worst were looked at.</param>
public sealed record Advice(ImmutableArray<Measure> Measures, ImmutableArray<SystemAdvice> Systems, int NotTried)
{
    /// <summary>For so many systems changes are tried; each costs many predictions.</summary>
    private const int Tried = 12;

    public bool IsGood => Systems.All(s => s.IsGood);

    /// <param name="only">The system to advise on; null: all.</param>
    public static Advice Of(Basis basis, string? only = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(basis);
        var trials = new Trials(basis, cancellationToken);
        var survey = Survey.Of(trials, cancellationToken);
        var systems = basis.Plan.Systems.Where(s => only is null || s.Name == only).ToArray();
        var fatal = systems.Where(s => survey.FatalTo(s.Name).Count > 0).OrderByDescending(s => survey.FatalTo(s.Name).Count).Select(s => s.Name).ToArray();
        var late = systems.Where(s => survey.WorstOf(s.Name) is { Outcome.RtoStanding: Standing.Missed or Standing.Usually })
            .OrderByDescending(s => survey.WorstOf(s.Name)!.Ratio).ToArray();
        var repaired = fatal.Take(Tried).ToHashSet();
        var measured = new Measured(basis, cancellationToken);
        return new(
            new Measures(trials, [.. late.Take(Tried).Select(s => survey.WorstOf(s.Name)!)], [.. late.Take(Tried)]).Find(cancellationToken),
            [
                .. systems.Select(system =>
                {
                    var worst = survey.WorstOf(system.Name);
                    return new SystemAdvice(
                        system,
                        ScheduleAdvice.Of(system, basis.History),
                        CopyAdvice.Of(basis, system, survey.FatalTo(system.Name), repaired.Contains(system.Name)),
                        worst,
                        GrowthAdvice.Of(basis, system, worst?.Outcome, system.Grows is null || worst is null ? null : measured.RestoreOf(system, worst.Scenario)),
                        measured.UnmeasuredOf(system),
                        measured.DrillOf(system));
                }),
            ],
            Math.Max(0, fatal.Length - Tried) + Math.Max(0, late.Length - Tried));
    }
}
