using System.CommandLine;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary>What says that the record of a failover is to count for nothing, as one that somebody planted in a repository.</summary>
internal sealed class IgnoreOptions
{
    private readonly Option<string?> _ignore = new("--ignore") { Description = "The record of a failover that never was: it counts no more on this machine.", HelpName = "SNAPSHOT" };
    private readonly Option<string?> _because = new("--because") { Description = "Why it is ignored; it is in the evidence of every run after.", HelpName = "REASON" };

    public IgnoreOptions AddTo(Command command)
    {
        command.Options.Add(_ignore);
        command.Options.Add(_because);
        return this;
    }

    /// <exception cref="UsageException">One of the two is missing, or the snapshot's name is too short to mean one only.</exception>
    public void Apply(ParseResult parsed, Session session)
    {
        var snapshot = parsed.GetValue(_ignore)?.Trim();
        var reason = parsed.GetValue(_because)?.Trim();
        if (snapshot is null && reason is null)
        {
            return;
        }

        if (snapshot is null || string.IsNullOrEmpty(reason))
        {
            throw new UsageException("--ignore and --because belong together.", "Say --ignore SNAPSHOT --because \"REASON\"; the warnings name the snapshot.");
        }

        if (snapshot.Length < IgnoredEpoch.ShortestId || !snapshot.All(char.IsAsciiHexDigit))
        {
            throw new UsageException($"\"{snapshot}\" names no snapshot for certain.", $"Give at least {IgnoredEpoch.ShortestId} of its hexadecimal digits.");
        }

        new EpochMemory(session.State).Ignore(new(snapshot, reason, Epochs.ThisLeader, session.Clock.GetUtcNow()));
    }
}
