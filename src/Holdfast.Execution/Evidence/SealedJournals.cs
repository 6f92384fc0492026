using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Evidence;

namespace Holdfast.Execution.Evidence;

/// <summary>Evidence is a sealed journal: where they are, and the key that seals them.</summary>
public static class SealedJournals
{
    /// <summary>Seals a run's journal into the evidence folder. A run that was taken up again after its end gets a further file.</summary>
    /// <returns>Where it is.</returns>
    public static string Seal(IRunStore state, string run)
    {
        using var key = MachineKey.Of(state);
        var bytes = Recovery.Evidence.Seal.Close(state.Read(StoreNames.JournalOf(run)).Bytes.Span, key);
        var taken = state.EvidenceNames();
        var name = Enumerable.Range(1, int.MaxValue)
            .Select(n => StoreNames.EvidenceNamed(n == 1 ? $"{run}.jsonl" : $"{run}-{n}.jsonl"))
            .First(name => !taken.Contains(name));
        state.WriteDocument(name, bytes);
        return state.PlaceOf(name);
    }

    /// <param name="evidence">The file's bytes.</param>
    /// <param name="state">Whose key must have sealed it; null: anyone's, and the fingerprint is told.</param>
    public static EvidenceCheck Verify(ReadOnlySpan<byte> evidence, IRunStore? state) =>
        EvidenceCheck.Of(evidence, state?.ReadDocument(StoreNames.EvidenceKey) is not null ? Fingerprint(state) : null);

    public static string Fingerprint(IRunStore state)
    {
        using var key = MachineKey.Of(state);
        return Recovery.Evidence.Seal.FingerprintOf(key);
    }
}
