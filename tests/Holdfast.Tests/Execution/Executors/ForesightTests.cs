using Holdfast.Execution.Executors;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Readiness;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

/// <summary>A recovery goes on without a prediction.</summary>
public sealed class ForesightTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Plan _plan = BusinessOf.Systems(BusinessOf.System("shop", [], BusinessOf.Restore));

    [Fact]
    public async Task A_predictor_that_fails_leaves_its_figures_unknown_and_says_why()
    {
        var (expected, why, _) = await Of(new FileRunStore(_scratch["state"]), _ => throw new OverflowException("too long"));
        var shop = Assert.Single(expected);
        Assert.Equal(("shop", Figure.Unknown, Figure.Unknown, Figure.Unknown, TimeSpan.FromHours(1)), (shop.System, shop.Rto, shop.Recovery, shop.Rpo, shop.TargetRpo));
        Assert.Equal("the predictor failed: too long (OverflowException)", why);
    }

    [Fact]
    public async Task A_predictor_that_never_answers_is_not_waited_for()
    {
        using var never = new ManualResetEventSlim();
        var (expected, why, _) = await Of(
            new FileRunStore(_scratch["state"]),
            _ =>
            {
                never.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
                throw new InvalidOperationException();
            },
            TimeSpan.FromMilliseconds(100));
        never.Set();
        Assert.Single(expected);
        Assert.StartsWith("the predictor did not answer within ", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_is_no_history_and_that_is_said()
    {
        var state = new FileRunStore(_scratch["state"]);
        using var held = new FileStream(state.PlaceOf(StoreNames.Protection), FileMode.Create, FileAccess.Write, FileShare.None);
        var (expected, why, _) = await Of(state, Predict);
        Assert.Single(expected);
        Assert.StartsWith("what was measured so far can't be read: ", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_is_interrupted()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Foresight(new FileRunStore(_scratch["state"]), TimeProvider.System, Foresight.Usual)
            .OfAsync(RecoveryGraph.Of(_plan, LossOfAll), Predict, stopped.Token));
    }

    public void Dispose() => _scratch.Dispose();

    private Loss LossOfAll => Loss.Of(_plan, _plan.Scenarios[0]);

    private Prediction Predict(CancellationToken cancellationToken) =>
        new Basis(_plan, History.Empty, _ => true, TimeProvider.System.GetUtcNow()).Predict(_plan.Scenarios[0], 1, cancellationToken).Prediction;

    private Task<(System.Collections.Immutable.ImmutableArray<Expectation> Expected, string? Unpredicted, RecoveryOrder Order)> Of(
        IRunStore state, Func<CancellationToken, Prediction> predict, TimeSpan? patience = null)
    {
        var foresight = new Foresight(state, TimeProvider.System, patience ?? Foresight.Usual);
        foresight.Read();
        return foresight.OfAsync(RecoveryGraph.Of(_plan, LossOfAll), predict, TestContext.Current.CancellationToken);
    }
}
