using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Journals;

/// <summary>Tells an observer, such as the screen, what was journalled: after it is kept, never before.</summary>
public sealed class ObservedJournal(IRunJournal journal, Action<RunEvent> observe) : IRunJournal
{
    public async ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(happened, cancellationToken);
        observe(happened);
    }
}
