using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>
/// What an earlier try of a step left running: its machine's Holdfast was killed, the command went on. It is ended before the command
/// begins again, for two of them at once are what no command was written for.
/// </summary>
internal sealed class Leftovers(AgentSettings settings)
{
    private const int Rounds = 40; // What forks meanwhile is met in the next one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <returns>What was ended, for the operator; null: there was nothing.</returns>
    /// <exception cref="HostException">Something does not end.</exception>
    internal async Task<string?> EndAsync(string folder, RunMark mark, CancellationToken cancellationToken) =>
        await EndAsync(() => Of(folder, mark), $"an earlier try of {mark.Step} goes on", cancellationToken) is { } named ? $"an earlier try of it still ran and was ended first: {named}" : null;

    /// <summary>Ends what a check's command left running: a question leaves nothing behind, and what stays would answer the next one.</summary>
    /// <param name="session">The command's own session.</param>
    /// <returns>What was ended, for the operator; null: there was nothing.</returns>
    /// <exception cref="HostException">Something does not end.</exception>
    internal async Task<string?> EndAfterAsync(string folder, RunMark? mark, int session, CancellationToken cancellationToken) =>
        await EndAsync(() => LeftOf(folder, mark, session), "what the check's command started goes on", cancellationToken) is { } named ? $"it left a program running, which was ended: {named}" : null;

    private async Task<string?> EndAsync(Func<IReadOnlyList<ProcessEntry>> find, string goesOn, CancellationToken cancellationToken)
    {
        var found = find();
        if (found.Count == 0)
        {
            return null;
        }

        var named = string.Join(", ", found.Take(3).Select(p => OpenFiles.Describe(p.Pid)));
        foreach (var process in found)
        {
            ProcessTable.Send(process, Signal.Terminate);
        }

        for (var begun = settings.Time.GetTimestamp(); settings.Time.GetElapsedTime(begun) < Patience && find().Count > 0;)
        {
            await Task.Delay(Poll, settings.Time, cancellationToken);
        }

        for (var round = 0; round < Rounds && find() is { Count: > 0 } left; round++)
        {
            foreach (var process in left)
            {
                ProcessTable.Send(process, Signal.Kill);
            }

            await Task.Delay(Poll, settings.Time, cancellationToken);
        }

        return find() is [var undying, ..]
            ? throw new HostException(
                $"{goesOn} and does not end: {OpenFiles.Describe(undying.Pid)} survives SIGKILL",
                "it waits for a device or a dead network file system; see `ps -o pid,stat,wchan`, and take the run up when it has ended")
            : named;
    }

    private static IReadOnlyList<ProcessEntry> LeftOf(string folder, RunMark? mark, int session) =>
        [.. ProcessTable.All().Where(p => p.IsAlive && p.Session == session).Concat(mark is null ? [] : Of(folder, mark)).Distinct()];

    /// <summary>Those that carry the mark and what they started, but no service: that is started to stay.</summary>
    private static IReadOnlyList<ProcessEntry> Of(string folder, RunMark mark)
    {
        var marked = HostMark.ProcessesOf(folder, mark);
        if (marked.Count == 0)
        {
            return [];
        }

        var services = ServiceFolder.NamesIn(folder)
            .Select(name => new ServiceFolder(folder, name).Read())
            .OfType<ServiceRecord>()
            .SelectMany(record => record.Family())
            .ToHashSet();
        return [.. marked.Concat(marked.SelectMany(p => ProcessTable.FamilyOf(p.Pid))).Distinct().Where(p => !services.Contains(p))];
    }
}
