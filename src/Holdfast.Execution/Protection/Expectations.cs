using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>What a host is told to hold a new copy against.</summary>
internal static class Expectations
{
    /// <summary>What a plan says a system's data is, in one line: the same as long as copies of it can be compared.</summary>
    internal static string DataOf(Recovery.Plans.Protection protection) =>
        $"{protection.Data.Kind} {Plain(protection.Data.Path)}{string.Concat(protection.Data.Exclude.Select(e => $" without {e}"))}";

    /// <summary>Written in one way: <c>./data/</c> is <c>data</c>.</summary>
    private static string Plain(string path) =>
        string.Join('/', path.Split('/').Where((part, i) => part != "." && (part.Length > 0 || i == 0))) is { Length: > 0 } plain ? plain : path;

    /// <param name="host">Where the copy is taken: on another one the data is on other disks.</param>
    internal static Expected Of(ProtectedSystem system, Recovery.Plans.Protection protection, string host, Baseline past) => new()
    {
        Files = past.Files,
        Bytes = past.Held,
        Tables = past.SaidBefore is null ? past.Tables : null,
        Mounts = past.Last?.Host == host && past.SaidBefore is null ? [.. past.Last.Mounts] : [],
        // Of other data every file is another one: only how much there is can be compared.
        Snapshots = past.SaidBefore is null ? past.Snapshots : new Dictionary<string, string>(),
        SaidBefore = past.SaidBefore,
        FilesAccepted = past.FilesAccepted,
        BytesAccepted = past.HeldAccepted,
        Changed = past.Changed,
        Size = system.Size?.Bytes,
        AtLeastBytes = protection.AtLeast?.Size?.Bytes,
        AtLeastFiles = protection.AtLeast?.Files,
    };
}
