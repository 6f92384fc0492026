using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What is said to an agent. Each is one line of JSON; replies come as they are ready, in any order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "request")]
[JsonDerivedType(typeof(Greet), "greet")]
[JsonDerivedType(typeof(CarryOut), "carry out")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Ask), "ask")]
public abstract record Request;

/// <summary>The first request on a connection; <see cref="Greeting"/> answers it.</summary>
/// <param name="Version">The version of the protocol that is spoken: <see cref="ProtocolJson.Version"/>.</param>
public sealed record Greet(int Version) : Request;

/// <summary>
/// Has an order carried out. Sent again with the same id it is not carried out a second time: what is under way is waited for, and what has
/// ended is answered as it ended. It is answered by <see cref="Reported"/> or <see cref="Cancelled"/>.
/// </summary>
/// <param name="Id">Names the order for as long as its run is remembered.</param>
/// <param name="Lead">Who leads the run that it belongs to; null: it belongs to none, is not remembered, and may be repeated.</param>
public sealed record CarryOut(string Id, Order Order, Lead? Lead = null) : Request
{
    /// <summary>
    /// Secrets for this order alone, by where the order says they are found. Each is UTF-16 in base 64, since a key may be of any characters. They
    /// are never written down.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Lent { get; init; }

    /// <summary>How far the host's clock is ahead of that of whoever sends it: dates in orders and in what comes of them are by the latter. Null: they agree.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Without its secrets: it may end in a message.</summary>
    public override string ToString() => $"{Order.GetType().Name} {Id}";
}

/// <summary>Ends an order that is under way; one that is not is left alone. The order's own reply says how it ended.</summary>
public sealed record Cancel(string Id) : Request;

/// <summary>What became of an order? Answered by <see cref="Fate"/>.</summary>
public sealed record Ask(string Id, string Run) : Request;

/// <summary>Who leads a run. A host that has heard of a higher number refuses a lower one: that leader was overtaken.</summary>
/// <param name="Number">1 for whoever began the run; one more each time that it is taken up.</param>
/// <param name="Leader">Tells two leaders of one number apart; the first whom the host hears is believed.</param>
public sealed record Lead(string Run, long Number, string Leader);
