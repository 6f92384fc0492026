using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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
    public bool IsUrgent => Items.Any(i => i is { Level: TroubleLevel.Urgent, Change: not (AlertChange.Over or AlertChange.SeenTo) });
}

/// <param name="Since">When it was first seen.</param>
public sealed record AlertItem(string Key, AlertChange Change, TroubleLevel Level, string About, string Text, string? Do, DateTimeOffset Since)
{
    /// <summary>Who said to see to it, and what; null: nobody.</summary>
    public string? SeenTo { get; init; }

    /// <summary>What to type to say that one sees to it.</summary>
    [JsonIgnore]
    public string Code => CodeOf(Key);

    /// <summary>Short enough to be read out on a telephone, and the same as long as the trouble is the same.</summary>
    public static string CodeOf(string key)
    {
        const string Clear = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // No I or O, 0 or 1.
        return string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(key)).Take(4).Select(b => Clear[b % Clear.Length]));
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<AlertChange>))]
public enum AlertChange
{
    Began,

    /// <summary>It is urgent, and was told a while ago.</summary>
    Still,

    /// <summary>It is urgent, and nobody said in time to see to it.</summary>
    Unanswered,

    /// <summary>Somebody said to see to it.</summary>
    SeenTo,

    Over,
}

[JsonConverter(typeof(JsonStringEnumConverter<AlertKind>))]
public enum AlertKind
{
    News,
    Summary,
    Test,

    /// <summary>For those who hear of what nobody sees to, and for nobody else.</summary>
    Escalation,
}
