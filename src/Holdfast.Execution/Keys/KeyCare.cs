using System.Collections.Immutable;

namespace Holdfast.Execution.Keys;

/// <summary>What this machine knows of how the keys of the plan's repositories were looked after. No key is in it.</summary>
/// <param name="Kit">The last kit that was printed here; null: none was.</param>
/// <param name="Repositories">By their names in the plan.</param>
public sealed record KeyCare(KitPrint? Kit, ImmutableSortedDictionary<string, RepositoryKeyCare> Repositories)
{
    /// <summary>After it a rehearsal says no more whether the paper can still be found and read.</summary>
    public static TimeSpan RehearsalHolds { get; } = TimeSpan.FromDays(366);

    public static KeyCare None { get; } = new(null, ImmutableSortedDictionary<string, RepositoryKeyCare>.Empty);

    public RepositoryKeyCare Of(string repository) => Repositories.GetValueOrDefault(repository) ?? new();

    /// <summary>Whether a key of the repository was changed or added after the last kit was printed, so that the kit has it not. Where no kit was printed here nothing is known.</summary>
    public bool IsKitOlder(string repository) => Kit is { } kit && Of(repository).ChangedAt > kit.At;
}

/// <param name="WithKeys">Whether the keys were printed into it.</param>
public sealed record KitPrint(DateTimeOffset At, bool WithKeys);

public sealed record RepositoryKeyCare
{
    /// <summary>When the newest key that this machine made for it was put into use.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When a key was typed from paper last, and opened it.</summary>
    public DateTimeOffset? RehearsedAt { get; init; }

    /// <summary>The name of the key file that it opened then.</summary>
    public string? RehearsedKey { get; init; }

    /// <summary>A rotation that is not done; null: none is.</summary>
    public PendingRotation? Pending { get; init; }
}

/// <summary>A rotation from when the new key opens the repository until the old one opens it no more.</summary>
/// <param name="OldKey">The name of its key file.</param>
/// <param name="Superseded">Of new keys that were lost before they came into use.</param>
public sealed record PendingRotation(DateTimeOffset Began, string OldKey, string NewKey, ImmutableArray<string> Superseded)
{
    /// <summary>Whether the new key is where the plan's reference points.</summary>
    public bool IsStored { get; init; }
}
