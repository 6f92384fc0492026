using System.Text.Json.Serialization;
using Holdfast.Protocol;

namespace Holdfast.Agent.Orders;

/// <param name="Pid">With the other two: which process carries it out.</param>
internal sealed record OrderBegun(string Id, string Kind, DateTimeOffset At, int Pid, long StartTime, string Boot);

/// <param name="Report">Null: it was told to stop.</param>
internal sealed record OrderEnded(DateTimeOffset At, Report? Report);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Lead))]
[JsonSerializable(typeof(OrderBegun))]
[JsonSerializable(typeof(OrderEnded))]
internal sealed partial class OrderLogJson : JsonSerializerContext;
