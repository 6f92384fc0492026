using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Repositories;

/// <summary>How much room the disk of a repository had left, a day each: the least that was seen of it.</summary>
/// <param name="repository">Its id.</param>
internal sealed class RoomHistory(IRunStore state, string repository)
{
    /// <summary>Longer than what a forecast looks back.</summary>
    private const int MostDays = 120;

    private string Document => StoreNames.RoomOf(repository);

    /// <summary>The oldest first. A file that is spoilt says that nothing is known.</summary>
    public ImmutableArray<RoomSample> Read()
    {
        try
        {
            return state.ReadDocument(Document) is { } bytes ? [.. JsonSerializer.Deserialize(bytes, RoomJson.Default.RoomSampleArray) ?? []] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public void Remember(RepositoryRoom room, DateTimeOffset now)
    {
        if (!state.IsMade)
        {
            return;
        }

        var before = Read();
        var known = before.Where(s => s.At <= now).ToArray(); // A date to come is of a clock that was wrong.
        var today = known.LastOrDefault() is { } last && last.At.UtcDateTime.Date == now.UtcDateTime.Date && last.TotalBytes == room.TotalBytes ? last : null;
        if (today?.FreeBytes <= room.FreeBytes && known.Length == before.Length)
        {
            return; // It is looked at every few minutes.
        }

        RoomSample[] samples = [.. known.Where(s => s != today), new(today?.At ?? now, today?.FreeBytes <= room.FreeBytes ? today.FreeBytes : room.FreeBytes, room.TotalBytes)];
        state.WriteDocument(Document, JsonSerializer.SerializeToUtf8Bytes([.. samples.TakeLast(MostDays)], RoomJson.Default.RoomSampleArray));
    }
}

internal sealed record RoomSample(DateTimeOffset At, long FreeBytes, long TotalBytes);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RoomSample[]))]
internal sealed partial class RoomJson : JsonSerializerContext;
