using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Plans;

/// <summary>The plan's file, by which the schedule is kept, can be used no more: copies go on by what it said before, and nothing is removed.</summary>
public sealed record UnusablePlan(DateTimeOffset Since, string Why)
{
    /// <summary>Null: it can be used, or nothing was written down.</summary>
    public static UnusablePlan? In(IRunStore state)
    {
        try
        {
            return state.ReadDocument(StoreNames.UnusablePlan) is { } bytes && JsonSerializer.Deserialize(bytes, UnusablePlanJson.Default.UnusablePlan) is { Why: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null; // Whoever keeps the schedule finds out again.
        }
    }

    public static void Forget(IRunStore state) => state.RemoveDocument(StoreNames.UnusablePlan);

    public void RememberIn(IRunStore state) => state.WriteDocument(StoreNames.UnusablePlan, JsonSerializer.SerializeToUtf8Bytes(this, UnusablePlanJson.Default.UnusablePlan));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UnusablePlan))]
internal sealed partial class UnusablePlanJson : JsonSerializerContext;
