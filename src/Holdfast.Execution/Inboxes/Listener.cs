using System.Collections.Immutable;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Codes;

namespace Holdfast.Execution.Inboxes;

/// <summary>Hears what people say to one run: reads their words, proves who spoke, and has the run decide what happens.</summary>
public sealed class Listener(Run run, Inbox inbox, CodeBook codes)
{
    /// <returns>
    /// What happens by the oldest word that something happens by; null: there is none. It must be journalled and applied to the run before
    /// this is asked again: only then is the word gone.
    /// </returns>
    public RunEvent? Hear(DateTimeOffset now)
    {
        foreach (var id in inbox.Waiting())
        {
            if (run.Conversation.Heard(id))
            {
                inbox.Remove(id); // Journalled, by us or by one who was killed before this line.
            }
            else if (Judge(id, now) is { } happened)
            {
                return happened;
            }
        }

        return null;
    }

    /// <summary>Removes the words that the journal has.</summary>
    public void Tidy()
    {
        foreach (var id in inbox.Waiting().Where(run.Conversation.Heard))
        {
            inbox.Remove(id);
        }
    }

    private RunEvent? Judge(string id, DateTimeOffset now)
    {
        try
        {
            var spoken = inbox.Read(id);
            var name = run.Began?.Run ?? "";
            ImmutableArray<Speaker> by = spoken.Proofs.IsEmpty
                ? [Speaker.AtTheMachine(spoken.User)]
                : [.. spoken.Proofs.Select(proof => codes.Prove(proof, id, run.Began?.At ?? now))];
            var happened = Hearing.Of(run, spoken.By(by), now);
            if (happened is not null and not WordRefused)
            {
                codes.Spend(spoken.Proofs.Select(p => p.Code), name, id); // Before the journal has it: then no crash lets a code count twice.
            }

            return happened;
        }
        catch (CodeRefusedException e)
        {
            return new WordRefused(now, e.Message, e.Hint) { Word = id };
        }
        catch (Exception e) when (e is WordUnreadableException or FormatException)
        {
            return new WordRefused(now, $"a word could not be understood: {e.Message}", null) { Word = id };
        }
    }
}
