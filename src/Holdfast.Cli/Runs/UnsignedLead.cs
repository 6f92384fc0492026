using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Runs;

/// <summary>
/// What a failover cannot know where the organization signs: whether a record of another failover that nobody signed is true, and whether others will
/// believe its own. Neither stops it: a recovery must not become impossible because a key is out of reach, or somebody writes into a repository.
/// </summary>
internal sealed class UnsignedLead(Session session, Loss loss, RepositorySet repositories, bool again)
{
    private readonly SetAside[] _claims =
    [
        .. repositories.EpochsBy(session.State).SetAside
            .Where(a => a.IsUnsigned && !again && loss.Recoverable.Any(s => a.Entry.Concerns(s.Name)))
            .DistinctBy(a => (a.Entry.Number, a.Entry.Run)),
    ];

    public void Show()
    {
        foreach (var line in SetAside.Told(_claims))
        {
            Screen.Alarm(line);
        }

        var trust = EpochTrust.Of(session.State);
        var hosts = loss.Recoverable.Select(s => s.RecoversOn!).Distinct().ToArray();
        if (trust.Demands && !trust.IsBelievedElsewhere(hosts))
        {
            Screen.Alarm(
                $"{trust.Organization} has not named this machine, and no key of it is at hand: other machines will not believe that this failover leads. It begins all the same, and the evidence says so. "
                + $"With the key: --signing-key FILE; or afterwards, where the key is: holdfast trust add-machine NAME {SealedJournals.Fingerprint(session.State)} {string.Join(' ', hosts)}");
        }
    }

    /// <summary>Asks apart whether another failover leads already: it is another question than whether to begin.</summary>
    /// <param name="yes">No one can answer: it begins, since what is unsigned stops nothing, and what was shown is in the evidence.</param>
    public void Agree(bool yes)
    {
        if (_claims.Length > 0 && !yes)
        {
            PlanTrust.Confirm("Do you know that none of these failovers goes on?");
        }
    }
}
