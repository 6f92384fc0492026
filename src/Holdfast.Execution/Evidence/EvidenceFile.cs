using System.Collections.Immutable;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>A sealed journal of this machine, held against its seal.</summary>
/// <param name="File">Its name.</param>
/// <param name="Fault">Why it is not what was sealed; null: it is.</param>
/// <param name="Signer">SHA-256 of the key that sealed it; null: the seal cannot be read.</param>
/// <param name="Counts">Whether that is the key of this machine, or of one that counts.</param>
/// <param name="Head">Of its journal, as the printed kit shows it; null: it is not what was sealed.</param>
/// <param name="Began">Null: it cannot be read.</param>
/// <param name="Ended">Null: it cannot be read, or was taken up again and has a further file.</param>
public sealed record EvidenceFile(string File, string? Fault, string? Signer, bool Counts, string? Head, RunBegan? Began, RunEnded? Ended)
{
    /// <summary>In the order of their names, which begin with their dates.</summary>
    public static ImmutableArray<EvidenceFile> In(IRunStore state)
    {
        var seals = new SealedEvents(state);
        return [.. state.EvidenceNames().Select(name => Of(Path.GetFileName(name), state.ReadDocument(name) ?? [], seals))];
    }

    private static EvidenceFile Of(string file, byte[] bytes, SealedEvents seals)
    {
        var check = EvidenceCheck.Of(bytes);
        var run = check.Good ? RunSummary.Of(check.Events) : null;
        return new(
            file, check.Fault is null ? null : $"line {check.Line}: {check.Fault}", check.Signer, check.Good && seals.Counts(check.Signer),
            check.Good && JournalHeads.In(bytes) is [.., var head] ? head.ToString() : null, run?.Began, run?.Ended);
    }
}
