using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>
/// The negative control of a drill: each check is asked once in its empty places, before anything is restored or started. One that passes
/// there passes with nothing there, or something else answers it; so it shows nothing when it passes afterwards. No list of words that
/// always succeed finds all of these; asking does. Only drills do it: in a failover every second counts, and a drill has shown it before.
/// </summary>
internal sealed class ControlChecks(World world, IAgentLink link, TimeProvider clock)
{
    /// <summary>A check that does not pass so soon waits for something that is not there, as it should.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private const int AtOnce = 8;

    /// <returns>The steps whose checks passed.</returns>
    public async Task<ImmutableArray<StepName>> PassedAsync(string run, RecoveryGraph graph, CancellationToken cancellationToken)
    {
        var checks = graph.Steps.Where(s => s.Step is { Action: CheckAction, InADrill: null }).ToArray();
        var passed = new bool[checks.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, checks.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, stop) => passed[i] = await PassesAsync(run, checks[i], stop));
        return [.. checks.Where((_, i) => passed[i]).Select(s => s.Name)];
    }

    private async Task<bool> PassesAsync(string run, GraphStep step, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (world.OrderFor(step, null, run, now, now) is not CheckOrder order)
        {
            return false;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Longest + TimeSpan.FromSeconds(5));
        try
        {
            return await link.SendAsync(
                world.RecoveryHostOf(step.System).Name, order with { AsControl = true, Timeout = Longest, Running = null }, enough.Token) is Done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
