using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Trust;

/// <summary>
/// Whose records are believed for which system: those of a machine that the organization named, for systems that run, or come back, on its hosts.
/// </summary>
public sealed class Believed(Authority authority, Plan plan)
{
    public string Organization => authority.Organization;

    /// <returns>Null: nothing is signed, and records are taken as they come.</returns>
    public static Believed? By(Authority? authority, Plan plan) => authority is { HasBegun: true } ? new(authority, plan) : null;

    /// <param name="key">SHA-256 of the key that signed the records; null: none did.</param>
    public bool Is(string? key, string system) => authority.MachineOf(key) is { } machine
        && plan.Systems.Any(s => s.Name == system && (machine.Hosts.Contains(s.RunsOn) || (s.RecoversOn is { } host && machine.Hosts.Contains(host))));

    public bool IsMachine(string? key) => authority.MachineOf(key) is not null;
}
