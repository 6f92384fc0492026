using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Trust;

/// <summary>
/// The key of this machine: it seals journals and signs what the machine recorded. Made when it is first used, and anew when it can't be read,
/// for a spoilt file must not stand between an operator and a recovery. What the old one sealed is then told as sealed by another key.
/// </summary>
internal static class MachineKey
{
    public static ECDsa Of(IRunStore state)
    {
        if (Find(state) is { } known)
        {
            return known;
        }

        if (state.ReadDocument(StoreNames.EvidenceKey) is { } spoilt)
        {
            state.WriteDocument(StoreNames.UnreadableEvidenceKey, spoilt);
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        state.WriteDocument(StoreNames.EvidenceKey, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return key;
    }

    /// <summary>For who only looks: none is made.</summary>
    /// <returns>Null: there is none, or it can't be read.</returns>
    public static ECDsa? Find(IRunStore state)
    {
        if (state.ReadDocument(StoreNames.EvidenceKey) is not { } known)
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(known));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
