using Holdfast.Recovery.Runs;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>A journal in memory, and whoever reacts to what is written there.</summary>
internal sealed class Heard(Action<RunEvent>? react = null) : IRunJournal
{
    public List<RunEvent> Events { get; } = [];

    public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        Events.Add(happened);
        react?.Invoke(happened);
        return ValueTask.CompletedTask;
    }
}
