using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Holdfast.Execution.Alerts;

/// <summary>What is sent, the same by every channel.</summary>
/// <param name="Id">Of its own for ever: whoever gets it twice can tell by it.</param>
/// <param name="Machine">Whose look it tells of.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">All of it, in lines.</param>
public sealed record AlertMessage(
    string Id, DateTimeOffset At, AlertKind Kind, string Organization, string Machine, string Title, string Text, ImmutableArray<AlertItem> Items)
{
    [JsonIgnore]
    public bool IsUrgent => Items.Any(i => i is { Level: TroubleLevel.Urgent, Change: not AlertChange.Over });
}

/// <param name="Since">When it was first seen.</param>
public sealed record AlertItem(string Key, AlertChange Change, TroubleLevel Level, string About, string Text, string? Do, DateTimeOffset Since);

[JsonConverter(typeof(JsonStringEnumConverter<AlertChange>))]
public enum AlertChange { Began, Still, Over }

[JsonConverter(typeof(JsonStringEnumConverter<AlertKind>))]
public enum AlertKind { News, Summary, Test }
