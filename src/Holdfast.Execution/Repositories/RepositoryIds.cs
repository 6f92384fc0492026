using System.Text.Json;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Which repository stood at each place of the plan. An empty mount point must not become a new repository on the disk under it, and
/// another disk must not pass for the one that holds the copies.
/// </summary>
internal static class RepositoryIds
{
    public static Dictionary<string, string> Read(StateFolder state) => File.Exists(state.RepositoryIds)
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(state.RepositoryIds)) ?? []
        : [];

    public static void Write(StateFolder state, IReadOnlyDictionary<string, string> ids) =>
        Durable.WriteWhole(state.RepositoryIds, JsonSerializer.SerializeToUtf8Bytes(ids));
}
