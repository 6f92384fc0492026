using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>How long a step once took.</summary>
/// <param name="Bytes">What it moved; 0 where moving is not what it does.</param>
public sealed record StepDuration(StepName Step, string Kind, TimeSpan Took, long Bytes, DateTimeOffset At)
{
    /// <summary>The run that it was part of. Steps of one run share what was slow that day.</summary>
    public string Run { get; init; } = "";

    /// <summary>The repository that a restore read from; null: it is none, or not recorded.</summary>
    public string? From { get; init; }

    /// <summary>
    /// The durations that a drill's or a failover's journal holds. Steps begun but not finished say nothing, and neither do those
    /// finished at a second attempt: much of the work was done before. Nor does what a drill did in place of a step. What a person did
    /// took from the question to the answer; nothing is learnt of it where the run was paused meanwhile, and people were told to wait.
    /// What ended before it began was timed by a clock that was set meanwhile.
    /// </summary>
    public static ImmutableArray<StepDuration> In(IEnumerable<RunEvent> journal)
    {
        var run = "";
        var begun = new Dictionary<StepName, DateTimeOffset>();
        var tried = new HashSet<StepName>();
        var asked = new HashSet<StepName>();
        var from = new Dictionary<string, string>();
        var durations = ImmutableArray.CreateBuilder<StepDuration>();
        foreach (var happened in journal)
        {
            switch (happened)
            {
                case RunBegan { Kind: RunKind.Prediction }:
                    return []; // A guess is no evidence for the next one.
                case RunEnded { ClocksParted: not null }:
                    return []; // Someone set the clock meanwhile: how long anything took is not certain.
                case RunBegan e:
                    run = e.Run;
                    foreach (var point in e.Points)
                    {
                        from[point.System] = point.Repository;
                    }

                    break;
                case StepStarted e:
                    begun[e.Step] = e.At;
                    break;
                case RunResumed:
                    tried.UnionWith(begun.Keys);
                    begun.Clear();
                    break;
                case StepSucceeded e when begun.Remove(e.Step, out var since) && !tried.Contains(e.Step) && e.Instead is null && e.At >= since:
                    durations.Add(new(e.Step, KindOf(e.Step), e.At - since, e.Bytes, e.At) { Run = run, From = e.Bytes > 0 ? from.GetValueOrDefault(e.Step.System) : null });
                    break;
                case PointReplaced e:
                    from[e.System] = e.To.Repository;
                    tried.UnionWith(begun.Keys.Where(step => step.System == e.System)); // Part of the time went into the copy that failed.
                    break;
                case PersonAsked e:
                    asked.Add(e.Step);
                    break;
                case RunPaused:
                    tried.UnionWith(begun.Keys.Where(asked.Contains));
                    break;
                case StepSkipped e:
                    begun.Remove(e.Step);
                    break;
                case StepFailed e:
                    begun.Remove(e.Step);
                    tried.Add(e.Step);
                    break;
            }
        }

        return durations.ToImmutable();
    }

    /// <summary>Restore, service, run, check and so on: the first word of a step's name.</summary>
    public static string KindOf(StepName step) => step.Step.Split(' ', 2)[0];
}
