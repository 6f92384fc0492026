using System.CommandLine;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary>What says that the record of a failover is to count for nothing, as one that someone planted in a repository.</summary>
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

    /// <summary>The reason, which may be for other things, too.</summary>
    public string? Because(ParseResult parsed) => parsed.GetValue(_because)?.Trim();

    /// <param name="isForMore">Whether the reason is for something else, so that it may be there alone.</param>
    /// <exception cref="UsageException">One of the two is missing, or the snapshot's name is too short to mean one only.</exception>
    public void Apply(ParseResult parsed, Session session, bool isForMore = false)
    {
        var snapshot = parsed.GetValue(_ignore)?.Trim();
        var reason = Because(parsed);
        if (snapshot is null && (reason is null || isForMore))
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
