using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Journals;

/// <summary>Tells somebody, the console for one, what was journalled; after it is kept, never before.</summary>
public sealed class ToldJournal(IRunJournal journal, Action<RunEvent> tell) : IRunJournal
{
    public async ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(happened, cancellationToken);
        tell(happened);
    }
}
