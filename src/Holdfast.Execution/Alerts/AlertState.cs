using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Execution.Alerts;

/// <summary>What was told, and what waits to be sent.</summary>
/// <param name="Standing">By key: what was told to have begun and not to be over.</param>
/// <param name="Outbox">In the order in which they were made.</param>
/// <param name="Failing">By channel: since when nothing goes out by it, and why.</param>
/// <param name="Summarized">The Monday whose summary was made last; null: none ever was.</param>
public sealed record AlertState(
    ImmutableSortedDictionary<string, StandingTrouble> Standing,
    ImmutableArray<WaitingMessage> Outbox,
    ImmutableSortedDictionary<string, FailingChannel> Failing,
    DateOnly? Summarized)
{
    public static AlertState Empty { get; } = new(
        ImmutableSortedDictionary<string, StandingTrouble>.Empty, [], ImmutableSortedDictionary<string, FailingChannel>.Empty, null);
}

/// <param name="ToldAt">When it was last told.</param>
/// <param name="GoneSince">Since when it is not so any more; null: it is.</param>
public sealed record StandingTrouble(TroubleLevel Level, string About, string Text, string? Do, DateTimeOffset Since, DateTimeOffset ToldAt, DateTimeOffset? GoneSince)
{
    /// <summary>Who said to see to it; null: nobody.</summary>
    public Acknowledgement? SeenTo { get; init; }

    /// <summary>Whether those were told who hear of what nobody sees to.</summary>
    public bool IsEscalated { get; init; }
}

/// <param name="Because">What they said of it; null: nothing.</param>
/// <param name="IsTold">Whether the others were told.</param>
public sealed record Acknowledgement(string By, DateTimeOffset At, string? Because, bool IsTold);

/// <param name="To">By channel that has not taken it yet.</param>
/// <param name="IsTaken">Whether some channel took it.</param>
public sealed record WaitingMessage(AlertMessage Message, ImmutableSortedDictionary<string, SendingTry> To, bool IsTaken = false);

/// <param name="Tries">How often it was tried.</param>
/// <param name="Next">When it is tried next.</param>
/// <param name="Begun">Whether a try was begun of which nobody knows how it ended: a crash came between.</param>
public sealed record SendingTry(int Tries, DateTimeOffset Next, bool Begun);

public sealed record FailingChannel(DateTimeOffset Since, string Why);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AlertState))]
internal sealed partial class AlertJson : JsonSerializerContext;
