using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>Keeps nothing: a prediction can be made again at any time.</summary>
public sealed class NoJournal : IRunJournal
{
    public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
