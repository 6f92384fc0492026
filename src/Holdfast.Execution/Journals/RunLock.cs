using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Journals;

/// <summary>One failover at a time, and one drill. The lock is free when its holder dies.</summary>
public static class RunLock
{
    /// <exception cref="RunRefusedException">Another run of the kind goes on; the message names it.</exception>
    public static IDisposable Take(IRunStore state, RunKind kind, string run) => state.TryLease(RunName.Word(kind), run)
        ?? throw new RunRefusedException(
            $"{kind} refused: {state.HolderOf(RunName.Word(kind))?.Shown ?? "another run"} is under way.",
            "Watch it with \"holdfast run show\", or let it end first. If it is paused: \"holdfast run unpause\".");

    /// <summary>Whether a process is about that carries out this run. Takes no lock, which would be in the way of one that begins.</summary>
    public static bool IsHeldFor(IRunStore state, RunKind kind, string run) =>
        state.HolderOf(RunName.Word(kind)) is { IsAlive: true } holder && holder.Holder == run;
}

/// <summary>A run was not begun, and nothing was touched.</summary>
public sealed class RunRefusedException(string message, string hint) : FailureException(new(FailureCode.Refused, message, hint));
