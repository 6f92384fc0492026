using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Which repository stood at each place of the plan. An empty mount point must not become a new repository on the disk under it, and
/// another disk must not pass for the one that holds the copies.
/// </summary>
public static class RepositoryIds
{
    /// <summary>What the plan calls that repository; nothing where it has none such, or where that can't be read.</summary>
    public static IReadOnlyList<string> NamesOf(IRunStore state, string id)
    {
        try
        {
            return [.. Read(state, static _ => { }).Where(r => r.Value == id).Select(r => r.Key)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <param name="tell">Hears that it can't be read. It is then as if no repository had been there before: copies go on, and the next ones are compared again.</param>
    internal static Dictionary<string, string> Read(IRunStore state, Action<string> tell)
    {
        try
        {
            return state.ReadDocument(StoreNames.Repositories) is { } bytes ? JsonSerializer.Deserialize(bytes, RepositoryIdsJson.Default.DictionaryStringString) ?? [] : [];
        }
        catch (JsonException)
        {
            tell($"{state.PlaceOf(StoreNames.Repositories)} can't be read, so no one knows whether each repository is the one that stood there before; what is there now is written down anew");
            return [];
        }
    }

    internal static void Write(IRunStore state, IReadOnlyDictionary<string, string> ids) =>
        state.WriteDocument(StoreNames.Repositories, JsonSerializer.SerializeToUtf8Bytes(ids, RepositoryIdsJson.Default.IReadOnlyDictionaryStringString));
}

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class RepositoryIdsJson : JsonSerializerContext;
