using Holdfast.Failures;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Endings;

/// <summary>What is said of an exception that ended a command. No stack trace reaches a user.</summary>
internal static class LastWords
{
    /// <param name="isOfRun">Whether the command can be taken up again with <c>holdfast run resume</c>.</param>
    public static Failure Of(Exception exception, bool isOfRun = false) => exception switch
    {
        FailureException e => e.Failure,
        JournalDamagedException e => new(
            FailureCode.JournalDamaged, "A journal is damaged: " + e.Message, "Fetch a whole copy from a repository, where the newest holdfast:journal snapshot has it."),
        _ when OpenFileLimit.IsCauseOf(exception) => new(FailureCode.Host, exception.Message, OpenFileLimit.Hint),
        _ when Failure.IsOfFullDisk(exception) => new(
            FailureCode.Host,
            exception.Message,
            isOfRun ? "Make room on that disk. If the run had begun, what was done is in its journal, and \"holdfast run resume\" goes on; else say the same again." : "Make room on that disk, then say it again."),
        _ when Failure.IsOfMemory(exception) => Failure.Of(exception),
        IOException or UnauthorizedAccessException => new(FailureCode.Host, exception.Message),

        // The last resort: whoever reads this at 3 a.m. is not helped by a stack trace, and nothing is hidden but that.
        _ => new(
            FailureCode.Unforeseen,
            $"Holdfast failed in a way that no one foresaw: {exception.GetType().Name}: {exception.Message}",
            "This is a fault of Holdfast; please report it. What a run did until now is in its journal: \"holdfast run list\"."),
    };
}
