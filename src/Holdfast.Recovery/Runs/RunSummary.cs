namespace Holdfast.Recovery.Runs;

/// <summary>What a journal tells without its plan: what the run was, and whether it still has to end.</summary>
/// <param name="Began">Null: it was cut off before its first line.</param>
/// <param name="Ended">Null: it goes on, or was cut off.</param>
/// <param name="Conversation">Who is asked what, and whether it is paused.</param>
public sealed record RunSummary(RunBegan? Began, RunEnded? Ended, Conversation Conversation)
{
    public static RunSummary Of(IReadOnlyList<RunEvent> journal) => new(
        journal.OfType<RunBegan>().FirstOrDefault(),
        journal.LastOrDefault(e => e is RunEnded or RunResumed) as RunEnded,
        Conversation.Of(journal));
}
