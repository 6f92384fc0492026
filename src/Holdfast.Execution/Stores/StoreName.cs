using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Execution.Stores;

/// <summary>Tells a store from those of other machines; made once, by chance.</summary>
internal static class StoreName
{
    public static string Of(IRunStore store)
    {
        if (store.ReadDocument(StoreNames.Name) is { } known)
        {
            return Encoding.UTF8.GetString(known);
        }

        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        store.WriteDocument(StoreNames.Name, Encoding.UTF8.GetBytes(name));
        return name;
    }
}
