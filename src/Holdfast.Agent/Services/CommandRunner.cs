using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>Runs a command of the plan to its end.</summary>
internal sealed class CommandRunner(AgentSettings settings)
{
    private readonly Leftovers _leftovers = new(settings);

    internal async Task<Report> RunAsync(RunCommandOrder order, CancellationToken cancellation)
    {
        var ended = order.Mark is { } mark ? await _leftovers.EndAsync(order.Folder, mark, cancellation) : null;
        var end = await EndOfAsync(order.Folder, order.Command, order.As, order.Mark, order.Timeout, cancellation);
        return WhyBad(order.Command[0], end, order.Timeout) is { } why ? new Failed(why, Cures.Of(end.LastLines(), end)) : new Done(Note: ended);
    }

    internal async Task<Report> EndAsync(EndCommandOrder order, CancellationToken cancellation) =>
        new Done(Note: await _leftovers.EndAsync(order.Folder, order.Mark, cancellation));

    internal async Task<ProgramEnd> EndOfAsync(
        string folder, IReadOnlyList<string> command, string? runAs, RunMark? mark, TimeSpan timeout, CancellationToken cancellation, Action<int>? started = null)
    {
        var ready = await HostCommand.PrepareAsync(folder, command, runAs, null, mark, settings, cancellation);
        var program = new HostProgram(ready.Words[0], [.. ready.Words.Skip(1)])
        {
            Folder = ready.Folder, Environment = ready.Environment, OwnSession = true, Started = started,
        };
        return await program.RunAsync(settings.Time, timeout, cancellation);
    }

    /// <returns>Null: it went well.</returns>
    internal static string? WhyBad(string program, ProgramEnd end, TimeSpan timeout)
    {
        if (end.IsGood) return null;
        var how = end.TimedOut ? $"{program} was not done after {timeout.TotalSeconds:0.#} s and was ended"
            : $"{program} ended with exit code {end.ExitCode}";
        return end.LastLines() is { Length: > 0 } said ? $"{how}: {said}" : how;
    }
}
