using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>
/// Says of a run's folder that its journal came out of a repository: this machine did not lead the run, and cannot tell whether it ever was.
/// </summary>
/// <param name="Repository">Where it was found.</param>
/// <param name="State">The name of the state folder that it is said to be of.</param>
public sealed record RunOrigin(string Repository, string Snapshot, string? State)
{
    internal const string FileName = "from.json";

    /// <summary>Null: this machine led the run, or has taken it over.</summary>
    public static RunOrigin? Of(StateFolder state, string run)
    {
        var file = FileOf(state, run);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), RunOriginJson.Default.RunOrigin) ?? Unknown : null;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    /// <summary>From now on this machine leads the run: somebody saw what it runs, and said yes.</summary>
    public static void Forget(StateFolder state, string run) => File.Delete(FileOf(state, run));

    internal void Write(StateFolder state, string run) =>
        Durable.WriteWhole(FileOf(state, run), JsonSerializer.SerializeToUtf8Bytes(this, RunOriginJson.Default.RunOrigin));

    private static RunOrigin Unknown { get; } = new("a repository", "", null);

    private static string FileOf(StateFolder state, string run) => Path.Combine(state.FolderOf(run), FileName);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunOrigin))]
internal sealed partial class RunOriginJson : JsonSerializerContext;
