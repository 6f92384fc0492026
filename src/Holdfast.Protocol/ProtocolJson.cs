using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>How requests, orders, reports and replies are written. Version 1; a change that an older agent would misread raises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Report))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    public const int Version = 1;
}
