using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>A whole copy was read, from beginning to end, and good: nothing proves more of it.</summary>
/// <param name="Snapshot">The one that a restore read; null: every one that was there.</param>
/// <param name="At">When it was done.</param>
public sealed record CopyReading(string System, string Repository, string? Snapshot, DateTimeOffset At)
{
    /// <summary>Those of what was read without restoring it.</summary>
    public static IEnumerable<CopyReading> OfRecords(IEnumerable<ProtectionRecord> records) =>
        records.Where(r => r.ReadAt is not null).Select(r => new CopyReading(r.System, r.Repository, null, r.ReadAt!.Value));

    /// <summary>Those of a drill's or a failover's journal.</summary>
    public static ImmutableArray<CopyReading> In(IEnumerable<RunEvent> journal)
    {
        var points = new Dictionary<string, RecoveryPoint>();
        var readings = ImmutableArray.CreateBuilder<CopyReading>();
        foreach (var happened in journal)
        {
            switch (happened)
            {
                case RunBegan { Kind: RunKind.Prediction }:
                    return [];
                case RunBegan e:
                    foreach (var point in e.Points)
                    {
                        points[point.System] = point;
                    }

                    break;
                case PointReplaced e:
                    points[e.System] = e.To;
                    break;
                case StepSucceeded { Instead: null } e when StepDuration.KindOf(e.Step) == "restore" && points.TryGetValue(e.Step.System, out var from):
                    readings.Add(new(from.System, from.Repository, from.Snapshot, e.At));
                    break;
            }
        }

        return readings.ToImmutable();
    }
}
