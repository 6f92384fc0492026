using System.Text;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Journals;

/// <summary>A run's journal as a stream of its store. Of two processes that carry out one run, each line is written by one.</summary>
public sealed class StoredJournal : IRunJournal
{
    private readonly IRunStore _store;
    private readonly string _run;
    private readonly JournalChain _chain;

    private StoredJournal(IRunStore store, string run, JournalChain chain) => (_store, _run, _chain) = (store, run, chain);

    /// <exception cref="IOException">There is one already.</exception>
    public static StoredJournal Create(IRunStore store, string run) => store.Last(StoreNames.JournalOf(run)) == 0
        ? new(store, run, new JournalChain())
        : throw new IOException($"{store.PlaceOf(StoreNames.JournalOf(run))} is the journal of another run.");

    /// <summary>Goes on where the journal ends.</summary>
    /// <exception cref="JournalDamagedException">A line is not what was written.</exception>
    public static (StoredJournal Journal, IReadOnlyList<RunEvent> Events) Reopen(IRunStore store, string run)
    {
        var text = Read(store, run);
        return (new(store, run, text.Chain), text.Events);
    }

    /// <summary>Its whole lines; none where there is no such run.</summary>
    /// <exception cref="JournalDamagedException">A line is not what was written.</exception>
    public static JournalText Read(IRunStore store, string run) => JournalText.Read(store.Read(StoreNames.JournalOf(run)).Bytes.Span);

    public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        var after = _chain.Length;
        return _store.TryAppend(StoreNames.JournalOf(_run), after, [Encoding.UTF8.GetBytes(_chain.Add(happened))])
            ? ValueTask.CompletedTask
            : throw new IOException($"Line {after + 1} of the journal of {_run} was written by another process: it is carried out there.");
    }
}
