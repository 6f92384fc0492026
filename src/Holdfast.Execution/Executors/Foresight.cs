using System.Collections.Immutable;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>
/// What is expected of a run before its first step. It is good to have and never worth waiting for: whatever becomes of it, a fault of
/// the predictor included, the run goes on, and its figures are unknown.
/// </summary>
/// <param name="patience">So long, at most, the recovery waits for a prediction.</param>
internal sealed class Foresight(IRunStore state, TimeProvider clock, TimeSpan patience)
{
    /// <summary>Several times what the largest plan takes.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromSeconds(30);

    private string? _unread;

    /// <summary>What was measured so far; nothing where it can't be read.</summary>
    public History Read()
    {
        try
        {
            return KeptHistory.In(state);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _unread = $"what was measured so far can't be read: {e.Message}";
            return History.Empty;
        }
    }

    /// <summary>Checks of which a drill showed that they can fail; null: none, or it can't be told.</summary>
    public ImmutableArray<StepName>? ChecksKnownToFail(PlanInForce plan, RecoveryGraph graph)
    {
        try
        {
            return KeptHistory.Read(state, plan).Past.ChecksKnownToFail(plan.Plan, graph.Systems) is { IsEmpty: false } known ? known : null;
        }
        catch (Exception e) when (e is not OperationCanceledException) // As above: what is known of before holds up nothing.
        {
            return null;
        }
    }

    /// <param name="predict">Given up after a while; it may go on in vain.</param>
    /// <returns>What is expected of each system, why that is not known (null: it is), and in which order steps begin: by the plan alone where nothing is predicted.</returns>
    public async Task<(ImmutableArray<Expectation> Expected, string? Unpredicted, RecoveryOrder Order)> OfAsync(
        RecoveryGraph graph, Func<CancellationToken, Prediction> predict, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var prediction = await Task.Run(() => predict(enough.Token), enough.Token).WaitAsync(patience, clock, cancellationToken);
            return (prediction.Systems, _unread, prediction.Order);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await enough.CancelAsync();
            return (
                [.. graph.Systems.Select(s => new Expectation(s.Name, Figure.Unknown, Figure.Unknown, Figure.Unknown, s.Rpo.Value))],
                e is TimeoutException ? $"the predictor did not answer within {patience.TotalSeconds:0} seconds" : $"the predictor failed: {e.Message} ({e.GetType().Name})",
                RecoveryOrder.Of(graph));
        }
    }
}
