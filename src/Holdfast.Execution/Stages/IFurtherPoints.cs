using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Stages;

/// <summary>Where another point is found while a run goes on: repositories come into reach, and copies turn out to be damaged.</summary>
public interface IFurtherPoints
{
    /// <summary>The best point of the system as far as is known now.</summary>
    /// <param name="current">What the system was to be brought back from; it stays while nothing newer is there and nothing speaks against it. Null: nothing.</param>
    /// <param name="failed">Those that were tried, with how each failed: not them, and nothing of a repository that could not be opened or reached.</param>
    /// <returns>Null: there is none.</returns>
    Task<RecoveryPoint?> BestAsync(
        ProtectedSystem system, RecoveryPoint? current, IReadOnlyCollection<(RecoveryPoint Point, Failed How)> failed, CancellationToken cancellationToken);

    /// <summary>Why there is no point of the system as far as is known now, and what to do; null: there is one.</summary>
    (string Why, string Hint)? WhyNone(ProtectedSystem system);

    /// <summary>Remembers damage, so that nothing relies on that copy any more.</summary>
    void Remember(RecoveryPoint point, Failed how);
}
