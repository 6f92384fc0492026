using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>How a run ended, and where its evidence is.</summary>
/// <param name="EvidenceFile">Absolute path of the sealed journal.</param>
/// <param name="KeptIn">Repositories that now hold the journal and the evidence.</param>
/// <param name="Warnings">What went wrong beside the run, in sentences.</param>
/// <param name="NotKeptIn">Those that do not, with the reason.</param>
public sealed record FinishedRun(
    Run Run, string EvidenceFile, ImmutableArray<string> KeptIn, ImmutableSortedDictionary<string, string> NotKeptIn, ImmutableArray<string> Warnings)
{
    public RunBegan Began => Run.Began!;

    public RunEnded Ended => Run.Ended!;
}
