using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What every stage promises. Each one's test class inherits it.</summary>
public abstract class StageContract
{
    /// <summary>Walks a run of several steps on a stage of this kind.</summary>
    /// <param name="watch">The stage that is to be walked on in its place.</param>
    private protected abstract Task DriveAsync(Func<IStage, IStage> watch);

    [Fact]
    public async Task Each_step_that_was_begun_ends_once_and_no_event_is_before_the_one_before_it()
    {
        Watched? watched = null;
        await DriveAsync(stage => watched = new Watched(stage));
        Assert.True(watched!.Begun.Count > 1);
        Assert.Equal(watched.Begun.Keys.Select(s => s.ToString()).Order(StringComparer.Ordinal), watched.Ended.Select(s => s.ToString()).Order(StringComparer.Ordinal));
    }

    private sealed class Watched(IStage stage) : IStage
    {
        private DateTimeOffset _last;

        public Dictionary<StepName, DateTimeOffset> Begun { get; } = [];

        public List<StepName> Ended { get; } = [];

        public DateTimeOffset Now => stage.Now;

        public void Begin(GraphStep step)
        {
            Begun.Add(step.Name, stage.Now);
            stage.Begin(step);
        }

        public async ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
        {
            var happened = await stage.NextAsync(cancellationToken);
            Assert.True(happened.At >= _last, $"{happened} comes after {_last:O}");
            _last = happened.At;
            StepName? ended = happened switch { StepSucceeded e => e.Step, StepFailed e => e.Step, StepSkipped e => e.Step, _ => null };
            if (ended is { } step)
            {
                Assert.True(Begun.TryGetValue(step, out var begun) && happened.At >= begun, $"{happened} was begun at {begun:O}");
                Ended.Add(step);
            }

            return happened;
        }
    }
}
