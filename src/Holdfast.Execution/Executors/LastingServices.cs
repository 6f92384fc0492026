using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>Whether what a run started still runs: a service that answered once and died a moment later has recovered nothing.</summary>
internal sealed class LastingServices(World world, IAgentLink link, TimeProvider clock)
{
    /// <summary>What fails on what it finds at its start, a port, a right, a damaged file, mostly does so within seconds.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>Waits until the last of what operates has done so for a while.</summary>
    public async Task SettleAsync(Run run, CancellationToken cancellationToken)
    {
        var last = StartedBy(run).Select(s => run.OperatesSince(s.System)).Max();
        var left = last + Settling - clock.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left.Value, clock, cancellationToken);
        }
    }

    /// <summary>Asks each host of the run.</summary>
    /// <param name="operating">Whether only what should operate is asked for; else everything that was started.</param>
    public async Task<ServiceCensus> LookAsync(Run run, bool operating, CancellationToken cancellationToken)
    {
        var dead = ImmutableArray.CreateBuilder<ServiceDied>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach (var steps in StartedBy(run).Where(s => !operating || run.OperatesSince(s.System) is not null).GroupBy(s => world.RecoveryHostOf(s.System)))
        {
            var order = new LookAtServicesOrder(
                world.FolderOf(steps.Key),
                [.. steps.Select(s => s.Step.Action).OfType<ServiceAction>().Select(s => s.Service)],
                [.. steps.Select(s => s.Step.Action).OfType<UnitAction>().Select(u => u.Unit)]);
            var report = await link.SendAsync(steps.Key.Name, order, cancellationToken);
            if (report is not ServicesSeen seen)
            {
                unknown.Add($"whether the services on {steps.Key.Name} still run is not known: {(report as Failed)?.Why ?? report.GetType().Name}");
                continue;
            }

            foreach (var step in steps)
            {
                var found = seen.Services.FirstOrDefault(s => s.Service == NameOf(step.Step.Action));
                if (found is { Running: false })
                {
                    dead.Add(new(clock.GetUtcNow(), step.Name, found.Why ?? $"{found.Service} is not running", "Mend its cause, then take the run up: it is started again."));
                }
                else if (found is not { Running: true })
                {
                    unknown.Add(found?.Why ?? $"whether {NameOf(step.Step.Action)} on {steps.Key.Name} still runs is not known");
                }
            }
        }

        return new(dead.ToImmutable(), unknown.ToImmutable());
    }

    private IEnumerable<GraphStep> StartedBy(Run run) =>
        run.Graph.Steps.Where(s => run.StatusOf(s.Name) == StepStatus.Done && world.Lasting(s.System).Any(lasting => lasting.Name == s.Step.Name));

    private static string NameOf(StepAction action) => action is UnitAction unit ? unit.Unit : ((ServiceAction)action).Service;
}

/// <summary>What became of what a run started.</summary>
/// <param name="Dead">As they are written into its journal.</param>
/// <param name="Unknown">What could not be told, in sentences.</param>
internal sealed record ServiceCensus(ImmutableArray<ServiceDied> Dead, ImmutableArray<string> Unknown);
