using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Trust;

/// <summary>
/// Whose records are believed for which system: those of a machine that the organization named, for systems that run, or come back, on its hosts.
/// </summary>
public sealed class Believed(Authority authority, Plan plan)
{
    public string Organization => authority.Organization;

    /// <returns>Null: nothing is signed, and records are taken as they come.</returns>
    public static Believed? By(Authority? authority, Plan plan) => authority is { HasBegun: true } ? Of(authority, plan, []) : null;

    /// <param name="moves">By system.</param>
    public Believed After(IEnumerable<KeyValuePair<string, (string Host, DateTimeOffset At)>> moves) => Of(authority, plan, moves);

    /// <summary>Where failovers brought systems: from then on the host that was left says no more what copies of them are worth.</summary>
    public required ImmutableDictionary<string, (string Host, DateTimeOffset At)> Moves { private get; init; }

    /// <param name="key">SHA-256 of the key that signed the record; null: none did.</param>
    public bool Is(string? key, ProtectionRecord record) => authority.MachineOf(key) is { } machine
        && plan.Systems.Any(s => s.Name == record.System && (machine.Hosts.Contains(s.RunsOn) || (s.RecoversOn is { } host && machine.Hosts.Contains(host))))
        && (!Moves.TryGetValue(record.System, out var move) || machine.Hosts.Contains(move.Host) || IsOfBefore(record, machine, move));

    /// <summary>
    /// What a machine that a system was moved away from may still say of it: which copies it took before. What it found damaged, read, or had accepted, is
    /// what who leads now took over, and tells.
    /// </summary>
    private static bool IsOfBefore(ProtectionRecord record, Machine machine, (string Host, DateTimeOffset At) move) =>
        record.TakenAt <= move.At && record is { DamagedAt: null, ReadAt: null, Accepted: null } && (record.Host is not { } host || machine.Hosts.Contains(host));

    public bool IsMachine(string? key) => authority.MachineOf(key) is not null;

    private static Believed Of(Authority authority, Plan plan, IEnumerable<KeyValuePair<string, (string Host, DateTimeOffset At)>> moves) =>
        new(authority, plan) { Moves = moves.ToImmutableDictionary(StringComparer.Ordinal) };
}
