using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>A machine that runs systems. Steps say what to do; the host says where.</summary>
/// <param name="Settings">Where things are on this host when it works for real.</param>
/// <param name="Drill">Where they are in a drill on this host; null: no drill can run here.</param>
public sealed record Host(string Name, string Site, HostSettings Settings, HostSettings? Drill)
{
    /// <summary>What it is lost with besides its site.</summary>
    public ImmutableArray<FailureDomain> FailsWith { get; init; } = [];

    /// <summary>How it is reached, such as <c>root@10.0.0.1:2222</c>, an <see cref="SshAddress"/>; null: it is this machine.</summary>
    public string? Ssh { get; init; }

    /// <summary>The same in its parts.</summary>
    public SshAddress? SshAddress => Ssh is null ? null : Plans.SshAddress.TryParse(Ssh);

    /// <summary>What a person types to get there, before a command; null: it is this machine.</summary>
    public string? TypedSsh => SshAddress?.Typed(Via);

    /// <summary>The key by which it proves who it is, such as <c>ssh-ed25519 AAAA...</c>; null: whatever the user's ssh knows of it.</summary>
    public string? HostKey { get; init; }

    /// <summary>The host over which it is reached, as ssh takes it; null: it is reached directly, or as the user's configuration says.</summary>
    public string? Via { get; init; }

    /// <summary>Whether the user who is let in becomes root there.</summary>
    public bool Sudo { get; init; }

    public int? Cores { get; init; }

    public ByteSize? Memory { get; init; }

    public ByteSize? Disk { get; init; }

    /// <summary>How many steps it carries out at the same time when systems recover on it; null: as many as there are.</summary>
    public int? AtOnce { get; init; }

    /// <summary>How fast it restores, by the plan's own word.</summary>
    public DataRate? Restores { get; init; }

    public ServiceLife Life { get; init; } = new(null, null, null);

    /// <summary>How it is built again from nothing; null: the plan does not say.</summary>
    public Rebuild? Rebuild { get; init; }
}

/// <summary>What a host puts in place of <c>{folder}</c> and <c>{port NAME}</c> in the steps of a plan.</summary>
/// <param name="Folder">The folder that relative paths of systems start from; itself relative to the plan's folder, or absolute.</param>
public sealed record HostSettings(string Folder, ImmutableSortedDictionary<string, int> Ports);

/// <summary>What a host needs besides data to be what it was.</summary>
/// <param name="LeadTime">Until another machine is there.</param>
/// <param name="Packages">Programs that must be installed.</param>
/// <param name="Units">Services of the operating system that must run.</param>
/// <param name="Configuration">Paths that must be as they were.</param>
/// <param name="Provision">The command that makes it; empty: none does.</param>
/// <param name="Takes">How long that takes once the machine is there.</param>
public sealed record Rebuild(
    TimeSpan? LeadTime,
    ImmutableArray<string> Packages,
    ImmutableArray<string> Units,
    ImmutableArray<string> Configuration,
    ImmutableArray<string> Provision,
    TimeSpan? Takes);
