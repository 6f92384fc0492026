using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>What a host is told to hold a new copy against.</summary>
internal static class Expectations
{
    /// <summary>What a plan says a system's data is, in one line: the same as long as copies of it can be compared.</summary>
    internal static string DataOf(Recovery.Plans.Protection protection) =>
        $"{protection.Data.Kind} {protection.Data.Path}{string.Concat(protection.Data.Exclude.Select(e => $" without {e}"))}";

    /// <param name="host">Where the copy is taken: on another one the data is on other disks.</param>
    internal static Expected Of(ProtectedSystem system, Recovery.Plans.Protection protection, string host, Baseline past) => new()
    {
        Files = past.Files,
        Bytes = past.Held,
        Tables = past.Tables,
        Mounts = past.Last?.Host == host ? [.. past.Last.Mounts] : [],
        Snapshots = past.Snapshots,
        FilesAccepted = past.FilesAccepted,
        BytesAccepted = past.HeldAccepted,
        Changed = past.Changed,
        Size = system.Size?.Bytes,
        AtLeastBytes = protection.AtLeast?.Size?.Bytes,
        AtLeastFiles = protection.AtLeast?.Files,
    };
}
