using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What became of all drills and failovers so far: how often systems came back, and how right the predictions were.</summary>
public sealed class TrackRecord
{
    private readonly ILookup<string, Trial> _ofSystem;

    /// <param name="trials">In any order.</param>
    public TrackRecord(IEnumerable<Trial> trials)
    {
        Trials = [.. trials.OrderBy(t => t.At)];
        _ofSystem = Trials.ToLookup(t => t.System);
        Score = Score.Of(Trials);
        Runs = ReliabilityOf(Trials.GroupBy(t => t.Run).Select(run => run.Any(t => t.Failed)));
    }

    public static TrackRecord Empty { get; } = new([]);

    /// <summary>The oldest first.</summary>
    public ImmutableArray<Trial> Trials { get; }

    public Score Score { get; }

    /// <summary>Of runs as a whole: one has failed when a system did not come back in it.</summary>
    public Reliability Runs { get; }

    /// <summary>The oldest first.</summary>
    public IEnumerable<Trial> Of(string system) => _ofSystem[system];

    public Reliability ReliabilityOf(string system) => ReliabilityOf(Of(system).Select(t => t.Failed));

    private static Reliability ReliabilityOf(IEnumerable<bool> failed) => failed.Aggregate(default(Reliability), (sum, f) => new(sum.Tries + 1, sum.Failures + (f ? 1 : 0)));
}
