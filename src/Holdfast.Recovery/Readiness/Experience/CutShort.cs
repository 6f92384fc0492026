using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>
/// One system in a drill or failover that shows nothing good of it and is no <see cref="Trial"/> either: it was given up or cut off after it had begun to
/// bring the system back, or the system did not operate at its end and no figure of that run counts.
/// </summary>
/// <param name="At">When it was last heard of.</param>
/// <param name="Failed">Whether a step of the system had failed by then and did not succeed after.</param>
public sealed record CutShort(string Run, string System, DateTimeOffset At, bool Failed)
{
    /// <param name="counts">Whether a good seal is under what the journal says, so that a run that came to its end is a trial.</param>
    public static IEnumerable<CutShort> In(IReadOnlyList<RunEvent> journal, bool counts)
    {
        var run = RunSummary.Of(journal);
        if (run.Began is not { Kind: not RunKind.Prediction } began)
        {
            return [];
        }

        if (run.Ended is { Outcome: not RunOutcome.Abandoned } ended)
        {
            return counts && !journal.OfType<RunEnded>().Any(e => e.ClocksParted is not null)
                ? []
                : ended.Results.Where(r => r is { MeasuredRto: null, Unrecoverable: null }).Select(r => new CutShort(began.Run, r.System, ended.At, Failed: true));
        }

        var failed = new Dictionary<StepName, bool>();
        foreach (var happened in journal)
        {
            switch (happened)
            {
                case StepStarted e:
                    failed.TryAdd(e.Step, false);
                    break;
                case StepSucceeded e:
                    failed[e.Step] = false;
                    break;
                case StepFailed e:
                    failed[e.Step] = true;
                    break;
                case ServiceDied e:
                    failed[e.Step] = true;
                    break;
            }
        }

        return failed.GroupBy(step => step.Key.System).Select(steps => new CutShort(began.Run, steps.Key, journal[^1].At, steps.Any(s => s.Value)));
    }
}
