using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Keys;

/// <summary>Remembers how keys were looked after. Where nothing is remembered on this machine nothing is written.</summary>
public sealed class KeyMemory(IRunStore state)
{
    /// <summary>A document that is spoilt says that nothing was done: it is done again.</summary>
    public KeyCare Read()
    {
        try
        {
            return state.ReadDocument(StoreNames.KeyCare) is { } bytes && JsonSerializer.Deserialize(bytes, KeyCareJson.Default.KeyCare) is { Repositories: not null } read
                ? read with { Repositories = read.Repositories.RemoveRange(read.Repositories.Where(r => r.Value is null).Select(r => r.Key)) }
                : KeyCare.None;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return KeyCare.None;
        }
    }

    public void Printed(DateTimeOffset at, bool withKeys) => Write(Read() with { Kit = new(at, withKeys) });

    public void Rehearsed(string repository, string key, DateTimeOffset at) => Change(repository, care => care with { RehearsedAt = at, RehearsedKey = key });

    public void Change(string repository, Func<RepositoryKeyCare, RepositoryKeyCare> to)
    {
        var care = Read();
        Write(care with { Repositories = care.Repositories.SetItem(repository, to(care.Of(repository))) });
    }

    private void Write(KeyCare care)
    {
        if (state.IsMade)
        {
            state.WriteDocument(StoreNames.KeyCare, JsonSerializer.SerializeToUtf8Bytes(care, KeyCareJson.Default.KeyCare));
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KeyCare))]
internal sealed partial class KeyCareJson : JsonSerializerContext;
