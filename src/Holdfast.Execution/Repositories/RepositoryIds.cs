using System.Text.Json;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Which repository stood at each place of the plan. An empty mount point must not become a new repository on the disk under it, and
/// another disk must not pass for the one that holds the copies.
/// </summary>
internal static class RepositoryIds
{
    public static Dictionary<string, string> Read(IRunStore state) => state.ReadDocument(StoreNames.Repositories) is { } bytes
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(bytes) ?? []
        : [];

    public static void Write(IRunStore state, IReadOnlyDictionary<string, string> ids) =>
        state.WriteDocument(StoreNames.Repositories, JsonSerializer.SerializeToUtf8Bytes(ids));
}
