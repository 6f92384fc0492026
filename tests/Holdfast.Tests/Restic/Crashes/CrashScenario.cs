using Holdfast.Restic.Backends;

namespace Holdfast.Tests.Restic.Crashes;

/// <summary>An operation that is interrupted, and what it is run on.</summary>
/// <param name="Name">The verb, as the table in the documentation has it.</param>
/// <param name="RunAsync">Opens the repository in the store and does the whole operation, as a fresh process would.</param>
internal sealed record CrashScenario(string Name, Func<IBackend, Task> RunAsync)
{
    /// <summary>What is done to the repository with three snapshots before the operation; null: there is no repository.</summary>
    internal Func<IBackend, Task>? PrepareAsync { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Whether there is nothing left to run again: then running it again may rightly be refused.</summary>
    internal Func<IBackend, Task<bool>> IsDoneAsync { get; init; } = static _ => Task.FromResult(false);

    /// <summary>It repairs: until it is through, a check finds what was wrong before.</summary>
    internal bool StartsDamaged { get; init; }

    /// <summary>There is something that it does not repair.</summary>
    internal bool EndsDamaged { get; init; }

    /// <summary>It leaves nothing behind that no snapshot needs.</summary>
    internal bool EndsTidy { get; init; }

    /// <summary>Run again, it makes no more snapshots than if it had run once.</summary>
    internal bool CountsSnapshots { get; init; }

    /// <summary>More that must come out the same, interrupted or not.</summary>
    internal Func<IBackend, Task<string>> OutcomeAsync { get; init; } = static _ => Task.FromResult("");
}
