using System.Collections.Frozen;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Folders of which no restore makes exactly a recovery point: the operating system lives there, so they are never empty. A host refuses them
/// itself; a plan that needs one to be replaced is known to fail long before.
/// </summary>
public static class SystemFolders
{
    public static FrozenSet<string> Never { get; } = FrozenSet.ToFrozenSet(
    [
        "/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp", "/usr", "/var", "/var/lib",
    ]);

    /// <returns>The folder of the system's recovery host that a step would restore over; null: none of these.</returns>
    internal static string? RestoredOver(ProtectedSystem system, Func<string, Host> hosts) =>
        system is { Protection.Data.IsFile: false, RecoversOn: { } host } && system.Recover.Any(s => s.Action is RestoreAction)
            && NestedData.PlaceOf(system, hosts(host), PlanPath.PlanFolder) is var place && Never.Contains(place) ? place : null;
}
