using Holdfast.Failures;

namespace Holdfast.Restic.Faults;

/// <summary>A repository operation failed. The message says what failed, on what and why; the hint what to do.</summary>
public sealed class RepositoryException : FailureException
{
    public RepositoryException(RepositoryFault fault, string message, string? hint = null, Exception? inner = null, bool isTransient = false)
        : base(new Failure(CodeOf(fault), message, hint) { MayPass = isTransient }, inner) => Fault = fault;

    public RepositoryFault Fault { get; }

    /// <summary>Whether the same call may succeed later without anything being repaired.</summary>
    public bool IsTransient => Failure.MayPass;

    /// <summary>Whether it is not the repository that failed but the place that something was to be restored to.</summary>
    public bool IsOfTarget { get; init; }

    /// <summary>It cannot be had from here: it is damaged, or whole but beyond this program. Only the first may be repaired.</summary>
    internal bool IsUnreadable => Fault is RepositoryFault.Damaged or RepositoryFault.Unsupported;

    /// <summary>What is asked for cannot be had from this repository, which is there: it is damaged, gone, or beyond this program. An older one or another copy may do.</summary>
    public bool IsOfOneFile => IsUnreadable || Fault == RepositoryFault.NotFound;

    /// <summary>Nothing is known against it: it is larger than this program works with, or says what this program does not know.</summary>
    internal static RepositoryException NotUnderstood(string what, Exception? inner = null) =>
        new(RepositoryFault.Unsupported, what, "it is not damaged by that: leave it as it is; restic, or a later version of Holdfast, may read it", inner);

    internal static RepositoryException Damaged(string what, string? hint = null, Exception? inner = null) =>
        new(RepositoryFault.Damaged, what, hint, inner);

    private static string CodeOf(RepositoryFault fault) => fault switch
    {
        RepositoryFault.NotFound => FailureCode.RepositoryMissing,
        RepositoryFault.Locked => FailureCode.RepositoryLocked,
        RepositoryFault.WrongPassword => FailureCode.WrongKey,
        RepositoryFault.Damaged => FailureCode.Damaged,
        RepositoryFault.AlreadyExists => FailureCode.AlreadyExists,
        RepositoryFault.Unsupported => FailureCode.Unsupported,
        RepositoryFault.Storage => FailureCode.Storage,
        _ => FailureCode.NotThere,
    };
}
