using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Protocol;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Keys;

namespace Holdfast.Execution.Keys;

/// <summary>Whether a key opens a repository now, by opening it.</summary>
/// <param name="Why">What keeps it from being open; null: it is.</param>
/// <param name="Opened">The name of the key file that it opened; null: none.</param>
/// <param name="Keys">All that can be read in the repository, the oldest first; none of one that is not open.</param>
/// <param name="Unread">How many key files cannot be read.</param>
public sealed record KeyProof(string Repository, KeyOutcome Outcome, string? Why, string? Opened, ImmutableArray<RepositoryKey> Keys, int Unread)
{
    public bool Opens => Outcome == KeyOutcome.Opens;

    /// <param name="keys">Finds the key where the plan says; of a key that was typed, that.</param>
    /// <param name="patience">How long the repository may take to answer.</param>
    public static async Task<KeyProof> OfAsync(RepositoryAddress address, KeyFinder keys, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken)
    {
        Password key;
        try
        {
            key = await keys(address.Key, cancellationToken);
        }
        catch (RepositoryException e)
        {
            return Not(KeyOutcome.NoKey, e.Failure.OneLine);
        }

        using var late = new CancellationTokenSource(patience, clock);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var repository = await RepositorySet.OpenAsync(address, (_, _) => Task.FromResult(key), clock, cut.Token);
            var unread = 0;
            var all = await repository.KeysAsync(_ => unread++, cut.Token);
            return new(address.Name, KeyOutcome.Opens, null, repository.KeyName, [.. all], unread);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.WrongPassword)
        {
            return Not(KeyOutcome.DoesNotOpen, e.Message);
        }
        catch (RepositoryException e)
        {
            return Not(KeyOutcome.NotReachable, e.Failure.OneLine);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Not(KeyOutcome.NotReachable, $"it did not answer within {patience.TotalSeconds:0.###} s");
        }

        KeyProof Not(KeyOutcome outcome, string why) => new(address.Name, outcome, why, null, [], 0);
    }
}

public enum KeyOutcome
{
    Opens,

    /// <summary>No key of the repository opens with it.</summary>
    DoesNotOpen,

    /// <summary>There is no key where the plan says, or it is not asked for.</summary>
    NoKey,

    /// <summary>The repository could not be asked.</summary>
    NotReachable,
}
