using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Trust;

/// <summary>The key of this machine: it seals journals and signs what the machine recorded. Made when it is first used.</summary>
internal static class MachineKey
{
    public static ECDsa Of(IRunStore state)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (state.ReadDocument(StoreNames.EvidenceKey) is { } known)
        {
            key.ImportFromPem(Encoding.ASCII.GetString(known));
            return key;
        }

        state.WriteDocument(StoreNames.EvidenceKey, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return key;
    }
}
