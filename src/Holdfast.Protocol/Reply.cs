using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What an agent says. Each is one line of JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reply")]
[JsonDerivedType(typeof(Greeting), "greeting")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Fate), "fate")]
[JsonDerivedType(typeof(Misunderstood), "misunderstood")]
public abstract record Reply;

/// <summary>Who answers, and where.</summary>
/// <param name="Version">The newest version of the protocol that the agent speaks.</param>
/// <param name="Program">Holdfast's own version, for people.</param>
/// <param name="Platform">Such as <c>linux-x64</c>.</param>
/// <param name="Machine">The name that the machine has for itself.</param>
/// <param name="User">As whom orders are carried out.</param>
/// <param name="Base">Where relative paths of the plan start on this host: absolute.</param>
/// <param name="FreeBytes">What the file system of <paramref name="Base"/> has left for that user; null: not known.</param>
/// <param name="MemoryBytes">Of the machine, or of what it is confined to.</param>
/// <param name="Now">By the host's clock.</param>
public sealed record Greeting(
    int Version, string Program, string Platform, string Machine, string User, string Base, long? FreeBytes, long MemoryBytes, DateTimeOffset Now) : Reply;

/// <summary>An order is under way: said at its beginning and every few seconds, so that silence means that the link is broken.</summary>
/// <param name="Bytes">What was moved so far; null: nothing is moved, or it is not counted.</param>
/// <param name="Total">As far as it is known by now.</param>
public sealed record Progress(string Id, long? Bytes = null, long? Total = null) : Reply;

public sealed record Reported(string Id, Report Report) : Reply;

/// <summary>An order was ended half-way, as it was asked to be.</summary>
public sealed record Cancelled(string Id) : Reply;

/// <summary>What became of an order.</summary>
/// <param name="Report">How it ended; null: it has not.</param>
public sealed record Fate(string Id, OrderState State, Report? Report = null) : Reply
{
    public static Fate UnknownOf(string id) => new(id, OrderState.Unknown);
}

/// <summary>A line that is no request; nothing was done.</summary>
public sealed record Misunderstood(string Why) : Reply;

[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    /// <summary>It can't be told: the host has never heard of the run, or has forgotten it.</summary>
    Unknown,

    /// <summary>The host knows the run, and the order never came.</summary>
    NeverCame,

    UnderWay,

    Ended,

    /// <summary>It was begun, and whoever carried it out died or was told to stop: it may have happened wholly, in part or not at all.</summary>
    Interrupted,
}
