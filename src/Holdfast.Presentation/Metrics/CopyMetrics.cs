using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Metrics;

/// <summary>
/// Of each system in each of its repositories: what is there, and what came of the last try. What is there is said only of repositories that
/// answered; what was tried is known here.
/// </summary>
internal static class CopyMetrics
{
    public static void AddTo(Exposition metrics, MetricsBasis basis)
    {
        var read = basis.Copies.ToDictionary(c => (c.System, c.Repository), c => c.ReadWholeAt);
        var held = HeldCopies.Of(basis.Plan, basis.Contents, basis.Basis.History, basis.Now).ToDictionary(h => (h.System, h.Repository));
        foreach (var system in basis.Plan.Systems)
        {
            var known = basis.Basis.History.CopiesOf(system.Name).Where(c => !ClockSkew.IsAhead(c, basis.Now)).ToLookup(c => c.Repository);
            foreach (var repository in system.Protection?.To ?? [])
            {
                OfTries(metrics, system.Name, repository, [.. known[repository]]);
                if (basis.IsSeen(repository) && held.TryGetValue((system.Name, repository), out var there))
                {
                    OfContent(metrics, basis, there, known[repository]);
                    metrics.Set(MetricFamilies.CopyRead, basis.Past(read.GetValueOrDefault((system.Name, repository))), system.Name, repository);
                }
            }
        }
    }

    private static void OfTries(Exposition metrics, string system, string repository, ProtectionRecord[] tries)
    {
        if (tries.MaxBy(c => c.TakenAt) is { } last)
        {
            metrics.Set(MetricFamilies.AttemptAt, last.TakenAt, system, repository);
            metrics.Set(MetricFamilies.AttemptGood, last.Counts, system, repository);
        }

        if (tries.Where(c => c.VerifiedAt > c.TakenAt).MaxBy(c => c.TakenAt) is { } whole)
        {
            metrics.Set(MetricFamilies.AttemptTook, whole.VerifiedAt - whole.TakenAt, system, repository);
        }
    }

    private static void OfContent(Exposition metrics, MetricsBasis basis, HeldCopies held, IEnumerable<ProtectionRecord> known)
    {
        metrics.Set(MetricFamilies.CopyNewest, held.Newest, held.System, held.Repository);
        if (known.Where(c => c.Counts && basis.Basis.Exists(c)).MaxBy(c => c.TakenAt) is { } newest)
        {
            metrics.Set(MetricFamilies.CopyPoint, newest.TakenAt, held.System, held.Repository);
            metrics.Set(MetricFamilies.CopyBytes, newest.Bytes, held.System, held.Repository);
            metrics.Set(MetricFamilies.CopyAdded, newest.Added, held.System, held.Repository);
        }

        foreach (var (state, count) in held.Counts)
        {
            metrics.Set(MetricFamilies.CopyPoints, count, held.System, held.Repository, state.ToString().ToLowerInvariant());
        }
    }
}
