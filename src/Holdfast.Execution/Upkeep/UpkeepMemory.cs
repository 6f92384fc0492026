using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Upkeep;

/// <summary>When snapshots were removed last from each repository, and whether the space of some is still to be freed, so that a crash in between costs nothing.</summary>
internal sealed class UpkeepMemory(IRunStore state)
{
    /// <param name="repository">Its id.</param>
    public DoneUpkeep Of(string repository) => Read().GetValueOrDefault(repository) ?? new(null, false);

    public void Remember(string repository, DoneUpkeep done) =>
        state.WriteDocument(StoreNames.Upkeep, JsonSerializer.SerializeToUtf8Bytes(Read().SetItem(repository, done), UpkeepJson.Default.ImmutableSortedDictionaryStringDoneUpkeep));

    /// <summary>A file that is spoilt says that nothing was done: it is done again.</summary>
    private ImmutableSortedDictionary<string, DoneUpkeep> Read()
    {
        try
        {
            return state.ReadDocument(StoreNames.Upkeep) is { } bytes && JsonSerializer.Deserialize(bytes, UpkeepJson.Default.ImmutableSortedDictionaryStringDoneUpkeep) is { } read
                ? read.Where(d => d.Value is not null).ToImmutableSortedDictionary(StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, DoneUpkeep>.Empty;
        }
        catch (JsonException)
        {
            return ImmutableSortedDictionary<string, DoneUpkeep>.Empty;
        }
    }
}

/// <param name="At">When it was done last; null: never.</param>
/// <param name="Unpruned">Snapshots were removed and what only they used was not.</param>
internal sealed record DoneUpkeep(DateTimeOffset? At, bool Unpruned);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, DoneUpkeep>))]
internal sealed partial class UpkeepJson : JsonSerializerContext;
