using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>A system of the business: its objectives, what it needs, how it is protected and how it comes back.</summary>
public sealed record ProtectedSystem
{
    public required string Name { get; init; }

    /// <summary>Null: the system says its objectives itself.</summary>
    public string? Tier { get; init; }

    public bool IsMissionCritical => Tier == Plans.Tier.MissionCritical;

    public required Sourced<TimeSpan> Rto { get; init; }

    public required Sourced<TimeSpan> Rpo { get; init; }

    /// <summary>What people still do once it operates, to verify, re-key and clear the backlog; null: nothing is known of it.</summary>
    public Sourced<TimeSpan>? WorkRecovery { get; init; }

    public SystemKind Kind { get; init; }

    /// <summary>Names of the systems that must operate before this one can be recovered.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What others provide and it can't operate without.</summary>
    public ImmutableArray<string> NeedsServices { get; init; } = [];

    /// <summary>Roles without which it can't be recovered.</summary>
    public ImmutableArray<string> NeedsPeople { get; init; } = [];

    public required string RunsOn { get; init; }

    /// <summary>Null: the plan has no place for it.</summary>
    public string? RecoversOn { get; init; }

    public ByteSize? Size { get; init; }

    public DataGrowth? Grows { get; init; }

    public Standby Standby { get; init; } = Standby.None;

    /// <summary>What it does when it can't tell whether it is active elsewhere.</summary>
    public WhenAlone WhenAlone { get; init; }

    /// <summary>Null: nothing of it is protected.</summary>
    public Protection? Protection { get; init; }

    /// <summary>Why there is nothing to protect; null: the plan does not say that there isn't.</summary>
    public string? HoldsNoData { get; init; }

    /// <summary>
    /// Whether its data are nowhere else, but perhaps in a standby, which loses them too. What has a size has data, whatever reason the
    /// plan gives for protecting none of it.
    /// </summary>
    public bool HasNoCopy => Protection is null && !HoldsNothing;

    /// <summary>Whether there is nothing that could be lost.</summary>
    public bool HoldsNothing => Protection is null && HoldsNoData is not null && Size is null;

    /// <summary>Whether copies of it are made, and no step of its recovery puts one back.</summary>
    public bool IsNeverRestored => Protection is not null && !Recover.IsEmpty && !Recover.Any(step => step.Action is RestoreAction);

    /// <summary>Whether a standby elsewhere has its data when its host is lost. It follows the original into the loss of the data themselves.</summary>
    public bool HasStandby => Standby.Kind is StandbyKind.Warm or StandbyKind.Hot && (Standby.On ?? RecoversOn) is { } host && host != RunsOn;

    /// <summary>Whether after the loss of its host its standby is what comes back: it has one elsewhere, and no step restores a copy of its data.</summary>
    public bool ComesBackAsStandby => HasStandby && !HoldsNothing && !Recover.IsEmpty && !Recover.Any(step => step.Action is RestoreAction);

    /// <summary>In order; the last one's success means the system operates again. Empty: the plan does not say how it comes back.</summary>
    public ImmutableArray<RecoveryStep> Recover { get; init; } = [];
}

public enum SystemKind { Application, Database, Identity, NetworkDevice, Telephony, Mail, Chat, Vpn, Dns, Licences, FileShare, Other }

public enum WhenAlone { StayDown, Start }
