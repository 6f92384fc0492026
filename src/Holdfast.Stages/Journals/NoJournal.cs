using Holdfast.Recovery.Runs;

namespace Holdfast.Stages.Journals;

/// <summary>Keeps nothing: a prediction can be made again at any time.</summary>
public sealed class NoJournal : IRunJournal
{
    public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
