using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Stages.Journals;
using Holdfast.Stages.Protection;

namespace Holdfast.Stages.Executors;

/// <summary>Walks the run that a failover would walk, on the predicting stage.</summary>
public static class Forecast
{
    /// <param name="exists">Whether a copy is still in its repository.</param>
    public static async Task<Prediction> OfAsync(Loss loss, RecoveryGraph graph, History history, Func<ProtectionRecord, bool> exists, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var surviving = loss.Repositories.Select(r => r.Name).ToHashSet();
        var sizes = history.Copies.Where(c => c.Counts).GroupBy(c => c.System).ToDictionary(c => c.Key, c => c.MaxBy(r => r.TakenAt)!.Bytes);
        var losses = graph.Systems.ToDictionary(
            s => s.Name, Exposed);
        var ended = await RunLoop.DriveAsync(Run.Of(graph), new PredictingStage(now, Expected), new NoJournal(), cancellationToken);
        return Prediction.Of(ended, now, Expected, losses, loss.Unrecoverable.IsEmpty);

        Figure Expected(StepName step) => history.Expect(
            step, graph[step].Step.Action, sizes.TryGetValue(step.System, out var bytes) ? bytes : null, graph[step].Step.DeclaredDuration);

        // Nothing is lost where the plan says that there is nothing; where it says nothing, nobody knows.
        Figure Exposed(ProtectedSystem system) =>
            system.Protection is { } protection ? Exposure.Of(history.Copies, system.Name, surviving, exists, protection.Every, now)
            : system.HoldsNoData is not null ? Figure.Declared(TimeSpan.Zero)
            : Figure.Unknown;
    }

    /// <summary>Everything that this state folder remembers of drills, failovers and copies.</summary>
    public static History HistoryIn(StateFolder state) => new(
        [.. state.RunNames().SelectMany(run => StepDuration.In(EventsOf(state.JournalOf(run))))],
        ProtectionLog.Read(state));

    /// <summary>A damaged journal gives no figures; it must not stand between an operator and a failover.</summary>
    private static IReadOnlyList<RunEvent> EventsOf(string journal)
    {
        try
        {
            return FileJournal.Read(journal).Events;
        }
        catch (JournalDamagedException)
        {
            return [];
        }
    }
}
