namespace Holdfast.Restic.Faults;

/// <summary>A repository operation failed. The message says what failed, on what and why; <see cref="Hint"/> what to do.</summary>
public sealed class RepositoryException : Exception
{
    public RepositoryException(RepositoryFault fault, string message, string? hint = null, Exception? inner = null, bool isTransient = false)
        : base(message, inner)
    {
        Fault = fault;
        Hint = hint;
        IsTransient = isTransient;
    }

    public RepositoryFault Fault { get; }

    /// <summary>What to do about it; null: nothing better known than the message.</summary>
    public string? Hint { get; }

    /// <summary>Whether the same call may succeed later without anything being repaired.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether it is not the repository that failed but the place that something was to be restored to.</summary>
    public bool IsOfTarget { get; init; }

    /// <summary>restic's exit code for this kind of failure.</summary>
    public int ExitCode => Fault switch
    {
        RepositoryFault.NotFound => 10,
        RepositoryFault.Locked => 11,
        RepositoryFault.WrongPassword => 12,
        _ => 1,
    };

    /// <summary>It cannot be had from here: it is damaged, or whole but beyond this program. Only the first may be repaired.</summary>
    internal bool IsUnreadable => Fault is RepositoryFault.Damaged or RepositoryFault.Unsupported;

    /// <summary>Nothing is known against it: it is larger than this program works with, or says what this program does not know.</summary>
    internal static RepositoryException NotUnderstood(string what, Exception? inner = null) =>
        new(RepositoryFault.Unsupported, what, "it is not damaged by that: leave it as it is; restic, or a later version of Holdfast, may read it", inner);

    internal static RepositoryException Damaged(string what, string? hint = null, Exception? inner = null) =>
        new(RepositoryFault.Damaged, what, hint, inner);
}
