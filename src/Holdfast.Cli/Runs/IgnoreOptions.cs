using System.CommandLine;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary>What says that a snapshot of records is to count for nothing, as one that somebody planted in a repository.</summary>
internal sealed class IgnoreOptions
{
    private readonly Option<string[]> _ignore = new("--ignore")
    {
        Description = "A snapshot of records that somebody planted: of a failover that never was, of copies, of codes, or a plan; or a copy that a wrong clock dated. It counts no more on this machine. Can be said several times.",
        HelpName = "SNAPSHOT",
    };
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
    public void Apply(ParseResult parsed, IRunStore state, bool isForMore = false)
    {
        string[] snapshots = [.. (parsed.GetValue(_ignore) ?? []).Select(s => s.Trim())];
        var reason = Because(parsed);
        if (snapshots.Length == 0 && (reason is null || isForMore))
        {
            return;
        }

        if (snapshots.Length == 0 || string.IsNullOrEmpty(reason))
        {
            throw new UsageException("--ignore and --because belong together.", "Say --ignore SNAPSHOT --because \"REASON\"; the warnings name the snapshot.");
        }

        if (snapshots.FirstOrDefault(s => s.Length < IgnoredSnapshot.ShortestId || !s.All(char.IsAsciiHexDigit)) is { } none)
        {
            throw new UsageException($"\"{none}\" names no snapshot for certain.", $"Give at least {IgnoredSnapshot.ShortestId} of its hexadecimal digits.");
        }

        var (memory, now) = (new EpochMemory(state), TimeProvider.System.GetUtcNow());
        foreach (var snapshot in snapshots.SelectMany(s => ProtectionLog.TakeBackAhead(state, s, now) is [_, ..] all ? all : [s]))
        {
            memory.Ignore(new(snapshot, reason, Epochs.ThisLeader, now));
        }
    }
}
