using System.Collections.Immutable;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Codes;

namespace Holdfast.Execution.Inboxes;

/// <summary>Reads the operator commands of one run, proves whose they are, and has the run decide what happens.</summary>
public sealed class InboxReader(Run run, Inbox inbox, CodeBook codes)
{
    /// <returns>
    /// What happens by the oldest command that something happens by; null: there is none. It must be journalled and applied to the run before
    /// this is asked again: only then is the command gone.
    /// </returns>
    public RunEvent? Next(DateTimeOffset now)
    {
        foreach (var id in inbox.Waiting())
        {
            if (run.Conversation.HasTaken(id))
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

    /// <summary>Removes the commands that the journal has.</summary>
    public void Tidy()
    {
        foreach (var id in inbox.Waiting().Where(run.Conversation.HasTaken))
        {
            inbox.Remove(id);
        }
    }

    private RunEvent? Judge(string id, DateTimeOffset now)
    {
        try
        {
            var command = inbox.Read(id);
            var name = run.Began?.Run ?? "";
            ImmutableArray<Speaker> by = command.Proofs.IsEmpty
                ? [Speaker.AtTheMachine(command.User)]
                : [.. command.Proofs.Select(proof => codes.Prove(proof, id, run.Began?.At ?? now))];
            var happened = Decision.Of(run, command.By(by), now);
            if (happened is not null and not CommandRefused)
            {
                codes.Spend(command.Proofs.Select(p => p.Code), name, id); // Before the journal has it: then no crash lets a code count twice.
            }

            return happened;
        }
        catch (CodeRefusedException e)
        {
            return new CommandRefused(now, e.Message, e.Hint) { Command = id };
        }
        catch (Exception e) when (e is InboxUnreadableException or FormatException)
        {
            return new CommandRefused(now, $"a word could not be understood: {e.Message}", null) { Command = id };
        }
    }
}
