using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Protocol;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Stages;

/// <summary>
/// Names the orders of a run, so that a host that is asked by another leader after a crash knows which one is meant: by the step and how
/// often it was begun, which the journal tells.
/// </summary>
public sealed class StepOrders
{
    private readonly ConcurrentDictionary<StepName, int> _begun;
    private readonly ConcurrentDictionary<StepName, int> _cutOff;

    private StepOrders(Lead lead, Dictionary<StepName, int> begun, IEnumerable<StepName> open) =>
        (Lead, _begun, _cutOff) = (lead, new(begun), new(open.Select(s => KeyValuePair.Create(s, begun[s]))));

    public Lead Lead { get; }

    /// <param name="journal">As far as it goes; the one who leads now must have written that it took the run up.</param>
    public static StepOrders Of(string run, IEnumerable<RunEvent> journal)
    {
        var number = 0;
        var begun = new Dictionary<StepName, int>();
        var open = new HashSet<StepName>();
        foreach (var happened in journal)
        {
            switch (happened)
            {
                case RunBegan or RunResumed:
                    number++;
                    break;
                case StepStarted started:
                    begun[started.Step] = begun.GetValueOrDefault(started.Step) + 1;
                    open.Add(started.Step);
                    break;
                case StepSucceeded done:
                    open.Remove(done.Step);
                    break;
                case StepFailed failed:
                    open.Remove(failed.Step);
                    break;
                case StepSkipped skipped:
                    open.Remove(skipped.Step);
                    break;
                case DoubtSettled { Happened: true } settled:
                    open.Remove(settled.Step);
                    break;
            }
        }

        return new(new(run, Math.Max(1, number), Guid.NewGuid().ToString("N")), begun, open);
    }

    /// <summary>Of a step that is begun now, the beginning of its orders' ids.</summary>
    public string Begin(StepName step) => IdOf(step, _begun.AddOrUpdate(step, 1, static (_, times) => times + 1));

    /// <summary>The beginning of the ids of what was under way for a step when the run was cut off; null: nothing was. It is told once.</summary>
    public string? TakeCutOff(StepName step) => _cutOff.TryRemove(step, out var times) ? IdOf(step, times) : null;

    /// <summary>The id of the first order of a step when it was begun last; null: it never was.</summary>
    public string? LastOf(StepName step) => _begun.TryGetValue(step, out var times) ? First(IdOf(step, times)) : null;

    /// <summary>A step has one order, but a restore, which has one for each copy that it tries.</summary>
    public static string Numbered(string step, int number) => string.Create(CultureInfo.InvariantCulture, $"{step}.{number}");

    public static string First(string step) => Numbered(step, 1);

    private string IdOf(StepName step, int times) => string.Create(CultureInfo.InvariantCulture, $"{Lead.Run}/{step}#{times}");
}
