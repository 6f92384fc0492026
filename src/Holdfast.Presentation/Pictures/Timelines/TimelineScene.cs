using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>What the picture of a prediction shows: rows and words, before anything has a place.</summary>
/// <param name="Declared">From the disaster until someone declares it; null: the plan does not say, and time counts from there.</param>
/// <param name="Folded">What is not shown, in words; null: all of it is.</param>
public sealed record TimelineScene(
    string Heading, ImmutableArray<string> Notes, TimeSpan? Declared, ImmutableArray<TimelineRow> Processes, ImmutableArray<TimelineRow> Systems, string? Folded)
{
    /// <summary>More rows than this no one takes in.</summary>
    private const int MostSystems = 24;

    private const int MostProcesses = 8;

    public static TimelineScene Of(Plan plan, Loss loss, Prediction prediction)
    {
        var rows = new SystemRows(loss, prediction).All();
        var shown = rows.Count <= MostSystems ? rows : Choice(rows, prediction);
        var processes = prediction.Processes.OrderByDescending(p => p.Never is not null).ThenByDescending(p => p.Cost ?? decimal.MaxValue).Take(MostProcesses).ToArray();
        var folded = new List<string>();
        if (shown.Count < rows.Count)
        {
            var hidden = rows.Except(shown).ToArray();
            var bad = hidden.Count(r => !r.InTime);
            folded.Add($"Not shown: {Spoken.Count(hidden.Length)} more systems; {(bad == 0 ? "all of them are in time" : $"{Spoken.Count(bad)} of them late, perhaps late or not known")}.");
        }

        if (processes.Length < prediction.Processes.Length)
        {
            folded.Add($"And {Spoken.Count(prediction.Processes.Length - processes.Length)} more of the things that the business can't do.");
        }

        return new(
            $"If \"{loss.Scenario.Name}\" happened now",
            [.. NotesOn(loss, prediction, plan.Currency)],
            plan.Declaration,
            [.. processes.Select(p => ProcessRow.Of(p, plan.Currency))],
            [.. shown],
            folded.Count == 0 ? null : string.Join(" ", folded));
    }

    /// <summary>Of those that decide how long it takes, the longest; and of the others those that are latest, measured by their targets.</summary>
    private static List<TimelineRow> Choice(IReadOnlyList<TimelineRow> rows, Prediction prediction)
    {
        var critical = prediction.CriticalPath.GroupBy(s => s.Step.System).ToDictionary(s => s.Key, s => s.Max(step => step.Done - step.Ready));
        var deciding = rows.Where(r => critical.ContainsKey(r.Name)).OrderByDescending(r => critical[r.Name]).Take(MostSystems / 2).ToHashSet();
        var late = rows
            .Where(r => !deciding.Contains(r))
            .OrderByDescending(r => r.Never is not null)
            .ThenByDescending(r => (r.Upper ?? r.Typical ?? TimeSpan.MaxValue) / r.Target!.Value)
            .Take(MostSystems - deciding.Count)
            .ToHashSet();
        return [.. rows.Where(r => deciding.Contains(r) || late.Contains(r))];
    }

    private static IEnumerable<string> NotesOn(Loss loss, Prediction prediction, string currency)
    {
        yield return !loss.Unrecoverable.IsEmpty
                ? $"{string.Join(", ", loss.Unrecoverable.Keys.Take(4))}{(loss.Unrecoverable.Count > 4 ? $" and {Spoken.Count(loss.Unrecoverable.Count - 4)} more" : "")} never {(loss.Unrecoverable.Count == 1 ? "comes" : "come")} back, so the business as it was does not either."
            : prediction.Business.Rto.Value is not { } typical ? "Nobody knows how long until all of the business operates again: some steps were never measured. A drill would tell."
            : prediction.Business.RtoP90.Value is { } upper ? $"All of it typically operates again after {Rounded.Of(typical)}, and nine times in ten within {Rounded.Of(upper)}."
            : $"All of it typically operates again after {Rounded.Of(typical)}; how much later it may be was not worked out.";
        var costs = prediction.Processes.Select(p => p.Cost).ToArray();
        if (costs.Length > 0 && costs.All(c => c is not null) && costs.Sum() > 0)
        {
            yield return $"That costs about {Spoken.Money(costs.Sum()!.Value)} {currency}.";
        }

        var path = prediction.Unmeasured.IsEmpty ? prediction.CriticalPath : [];
        var deciding = path.Where(s => s.Done - s.Ready >= path[^1].Done / 10 && s.Done > s.Ready).Select(s => $"{s.Step} ({Rounded.Of(s.Done - s.Ready)})").ToArray();
        if (deciding.Length > 0)
        {
            yield return $"The bars are the typical run. What decides how long it takes, with a thick edge: {string.Join(", then ", deciding)}.";
        }
        else if (path.Length > 1)
        {
            yield return $"The bars are the typical run. What decides how long it takes, with a thick edge, is a chain of {Spoken.Count(path.Length)} steps in {Spoken.Count(path.Select(s => s.Step.System).Distinct().Count())} systems, each less than a tenth of it.";
        }
    }
}
