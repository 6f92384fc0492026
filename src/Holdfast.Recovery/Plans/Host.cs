using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>A machine that runs systems. Steps say what to do; the host says where.</summary>
/// <param name="Settings">Where things are on this host when it works for real.</param>
/// <param name="Drill">Where they are in a drill on this host; null: no drill can run here.</param>
public sealed record Host(string Name, string Site, HostSettings Settings, HostSettings? Drill);

/// <summary>What a host puts in place of <c>{folder}</c> and <c>{port NAME}</c> in the steps of a plan.</summary>
/// <param name="Folder">The folder that relative paths of systems start from; itself relative to the plan's folder, or absolute.</param>
public sealed record HostSettings(string Folder, ImmutableSortedDictionary<string, int> Ports);
