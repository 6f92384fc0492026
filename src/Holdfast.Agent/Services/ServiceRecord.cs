using System.Text.Json.Serialization;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>Which process a service is.</summary>
/// <param name="StartTime">Clock ticks after the boot that <paramref name="Boot"/> names; with the pid it means one process only.</param>
/// <param name="Run">Which run started it; null in records from before that was written down.</param>
internal sealed record ServiceRecord(int Pid, long StartTime, string Boot, IReadOnlyList<string> Command, string? As, string? Run = null)
{
    [JsonIgnore]
    public bool IsAlive => Boot == ProcessTable.BootId && ProcessTable.IsAlive(Pid, StartTime);

    public bool Runs(IReadOnlyList<string> command, string? runAs) => Command.SequenceEqual(command) && As == runAs;

    /// <summary>
    /// The living processes of the service: its first one, what descends from it, and what it left behind in its session.
    /// While any member of a session lives, the kernel gives the session's number to no other process; so when the pid now is
    /// someone else's, nothing of ours is left.
    /// </summary>
    public IReadOnlyList<ProcessEntry> Family()
    {
        if (Boot != ProcessTable.BootId) return [];
        if (ProcessTable.Find(Pid) is { } holder && holder.StartTime != StartTime) return [];
        return [.. ProcessTable.FamilyOf(Pid).Where(p => p.StartTime >= StartTime)];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceRecord))]
internal sealed partial class ServiceRecordJson : JsonSerializerContext;
