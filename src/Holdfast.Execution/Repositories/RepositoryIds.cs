using System.Collections.Immutable;
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

    /// <summary>What the plan calls those that were written to before.</summary>
    public static IReadOnlyCollection<string> NamesIn(IRunStore state, Action<string> tell) => Read(state, tell).Keys;

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

    /// <summary>Of each repository of the plan which key file opened it last, so that it is tried first whatever others put beside it.</summary>
    /// <returns>Empty, too, where it can't be read: then any is tried, as on a machine that never opened one.</returns>
    public static IReadOnlyDictionary<string, string> KeyNames(IRunStore state)
    {
        try
        {
            return state.ReadDocument(StoreNames.RepositoryKeys) is { } bytes ? JsonSerializer.Deserialize(bytes, RepositoryIdsJson.Default.DictionaryStringString) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, string>();
        }
    }

    internal static void Write(IRunStore state, IReadOnlyDictionary<string, string> ids) => Write(state, StoreNames.Repositories, ids);

    /// <param name="keys">Of those that are open; what is known of others stays.</param>
    internal static void WriteKeyNames(IRunStore state, IEnumerable<KeyValuePair<string, string>> keys)
    {
        var known = KeyNames(state);
        var all = known.ToImmutableDictionary().SetItems(keys);
        if (all.Count != known.Count || all.Any(k => known.GetValueOrDefault(k.Key) != k.Value))
        {
            Write(state, StoreNames.RepositoryKeys, all);
        }
    }

    private static void Write(IRunStore state, string document, IReadOnlyDictionary<string, string> texts) =>
        state.WriteDocument(document, JsonSerializer.SerializeToUtf8Bytes(texts, RepositoryIdsJson.Default.IReadOnlyDictionaryStringString));
}

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class RepositoryIdsJson : JsonSerializerContext;
