namespace Holdfast.Failures;

/// <summary>
/// Why something was not done, as every part of Holdfast says it: to a person, on the wire between hosts, and as an exit code. It never
/// holds a secret.
/// </summary>
/// <param name="Code">One of <see cref="FailureCode"/>; it never changes, so that programs may decide by it.</param>
/// <param name="Message">What failed, on what, and why.</param>
/// <param name="Hint">What to do about it; null: nothing better known than the message.</param>
public sealed record Failure(string Code, string Message, string? Hint = null)
{
    /// <summary>Who can put it right.</summary>
    public Blame Blame { get; init; } = FailureCode.BlameOf(Code);

    /// <summary>Whether the same may succeed later without anything being put right.</summary>
    public bool MayPass { get; init; }

    private const int NoSpace = 28, OverQuota = 122; // ENOSPC and EDQUOT, which .NET passes on as they are.

    /// <summary>Whether a disk is full, or what a user may have on it.</summary>
    public static bool IsOfFullDisk(Exception exception) => exception is IOException { HResult: NoSpace or OverQuota };

    /// <summary>Whether the machine, or a limit that was set for the program, had no memory left for it.</summary>
    public static bool IsOfMemory(Exception exception) =>
        exception is OutOfMemoryException || (exception is not FailureException && exception.InnerException is { } cause && IsOfMemory(cause));

    private static Failure OfMemory { get; } = new(
        FailureCode.Host,
        "There is not enough memory for what was to be done.",
        "End other programs, give the machine more memory, or lift the limit (ulimit -v in a shell, MemoryMax= of a service), then say it again.");

    /// <summary>What an exception says, whatever it is.</summary>
    public static Failure Of(Exception exception) => IsOfMemory(exception) ? OfMemory : (exception as FailureException)?.Failure
        ?? new(FailureCode.Host, exception.Message, IsOfFullDisk(exception) ? "Make room on that disk, then try again." : null);

    /// <summary>For the inside of a sentence or a line of a list.</summary>
    public string OneLine => Hint is null ? Message : $"{Message} (HINT: {Hint})";

    /// <summary>On lines of their own, as a terminal shows them.</summary>
    public override string ToString() => Hint is null ? Message : $"{Message}\nHINT: {Hint}";
}
