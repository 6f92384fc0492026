using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>The steps that decide when the last system operates: to be earlier, one of these must be.</summary>
internal static class CriticalPath
{
    /// <param name="timeline">By the steps' indices.</param>
    /// <returns>In the order in which they are done.</returns>
    public static ImmutableArray<TimelineStep> Of(RecoveryGraph graph, IReadOnlyList<TimelineStep> timeline) =>
        timeline.Count == 0 ? [] : To(graph, timeline, timeline.MaxBy(step => step.Done)!.Step);

    /// <summary>The steps that decide when this one is done, itself the last.</summary>
    /// <param name="timeline">By the steps' indices.</param>
    public static ImmutableArray<TimelineStep> To(RecoveryGraph graph, IReadOnlyList<TimelineStep> timeline, StepName step)
    {
        var path = new Stack<TimelineStep>();
        var next = graph[step];
        while (true)
        {
            path.Push(timeline[next.Index]);
            if (next.After.IsEmpty)
            {
                return [.. path];
            }

            next = next.After.Select(after => graph[after]).MaxBy(after => timeline[after.Index].Done)!;
        }
    }
}
