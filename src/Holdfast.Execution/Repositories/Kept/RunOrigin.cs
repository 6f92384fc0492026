using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>
/// Says of a run that its journal came out of a repository: this machine did not lead the run, and cannot tell whether it ever was.
/// </summary>
/// <param name="Repository">Where it was found.</param>
/// <param name="State">The name of the state folder that it is said to be of.</param>
public sealed record RunOrigin(string Repository, string Snapshot, string? State)
{
    /// <summary>Null: this machine led the run, or has taken it over.</summary>
    public static RunOrigin? Of(IRunStore state, string run)
    {
        try
        {
            return state.ReadDocument(StoreNames.OriginOf(run)) is { } bytes ? JsonSerializer.Deserialize(bytes, RunOriginJson.Default.RunOrigin) ?? Unknown : null;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    /// <summary>From now on this machine leads the run: someone saw what it runs, and said yes.</summary>
    public static void Forget(IRunStore state, string run) => state.RemoveDocument(StoreNames.OriginOf(run));

    internal void Write(IRunStore state, string run) =>
        state.WriteDocument(StoreNames.OriginOf(run), JsonSerializer.SerializeToUtf8Bytes(this, RunOriginJson.Default.RunOrigin));

    private static RunOrigin Unknown { get; } = new("a repository", "", null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunOrigin))]
internal sealed partial class RunOriginJson : JsonSerializerContext;
