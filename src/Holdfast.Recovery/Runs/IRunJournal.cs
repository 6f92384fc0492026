namespace Holdfast.Recovery.Runs;

/// <summary>Keeps what happened in a run, in order.</summary>
/// <remarks>Promise: when <see cref="AppendAsync"/> returns, the event outlives a crash of the machine; if it throws, nothing may be done on the strength of it.</remarks>
public interface IRunJournal
{
    ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken);
}
