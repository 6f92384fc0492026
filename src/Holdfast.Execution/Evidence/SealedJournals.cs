using System.Security.Cryptography;
using System.Text;
using Holdfast.Recovery.Evidence;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Evidence;

/// <summary>Evidence is a sealed journal: the files, and the key that seals them.</summary>
public static class SealedJournals
{
    /// <summary>Seals a run's journal into the evidence folder. A run that was taken up again after its end gets a further file.</summary>
    /// <returns>The file's path.</returns>
    public static string Seal(StateFolder state, string run)
    {
        using var key = KeyOf(state);
        var bytes = Recovery.Evidence.Seal.Close(File.ReadAllBytes(state.JournalOf(run)), key);
        var path = Enumerable.Range(1, int.MaxValue)
            .Select(n => Path.Combine(state.Evidence, n == 1 ? $"{run}.jsonl" : $"{run}-{n}.jsonl"))
            .First(p => !File.Exists(p));
        Durable.WriteWhole(path, bytes);
        return path;
    }

    /// <param name="state">Whose key must have sealed it; null: anyone's, and the fingerprint is told.</param>
    public static EvidenceCheck Verify(string path, StateFolder? state) =>
        EvidenceCheck.Of(File.ReadAllBytes(path), state is not null && File.Exists(state.EvidenceKey) ? Fingerprint(state) : null);

    public static string Fingerprint(StateFolder state)
    {
        using var key = KeyOf(state);
        return Recovery.Evidence.Seal.FingerprintOf(key);
    }

    private static ECDsa KeyOf(StateFolder state)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(state.EvidenceKey))
        {
            key.ImportFromPem(File.ReadAllText(state.EvidenceKey));
            return key;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(state.EvidenceKey)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Durable.WriteWhole(state.EvidenceKey, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())); // Mode 0600.
        return key;
    }
}
