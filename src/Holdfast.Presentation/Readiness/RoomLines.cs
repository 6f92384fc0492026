using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Execution.Repositories;

namespace Holdfast.Presentation.Readiness;

/// <summary>How much room repositories have, and when it ends.</summary>
public static class RoomLines
{
    /// <summary>What ends later is no news.</summary>
    private const int Days = 90;

    /// <summary>Of those whose disk is low or will be full before long.</summary>
    public static IEnumerable<string> Of(IEnumerable<RoomOutlook> rooms, DateTimeOffset now) =>
        rooms.Where(r => r.Room.IsLow || r.EndsWithin(Days, now)).Select(r => $"{r.Room.Repository}: {Text(r)}.");

    /// <summary>Of one: <c>its disk has 310.00 GB of 4000.00 GB left; at 9.00 GB more each day it is full about 2027-01-04</c>.</summary>
    public static string Text(RoomOutlook room)
    {
        ArgumentNullException.ThrowIfNull(room);
        return $"its disk has {Spoken.Bytes(room.Room.FreeBytes)} of {Spoken.Bytes(room.Room.TotalBytes)} left"
            + (room.FullOn is { } day ? string.Create(CultureInfo.InvariantCulture, $"; at {Spoken.Bytes(room.BytesADay!.Value)} more each day it is full about {day:yyyy-MM-dd}") : "");
    }

    public static JsonArray Json(IEnumerable<RoomOutlook> rooms) => new(
    [
        .. rooms.Select(r => (JsonNode)new JsonObject
        {
            { "repository", r.Room.Repository }, { "freeBytes", r.Room.FreeBytes }, { "totalBytes", r.Room.TotalBytes }, { "bytesADay", r.BytesADay },
            { "fullOn", r.FullOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        }),
    ]);
}
