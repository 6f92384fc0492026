namespace Holdfast.Restic.Packs;

/// <summary>How packs are written. Readers need to know nothing of it.</summary>
public sealed record PackSettings
{
    public const int SmallestTarget = 4 << 20, LargestTarget = 128 << 20;

    public static PackSettings Default { get; } = new();

    public Compression Compression { get; init; }

    /// <summary>Bytes from which on a pack is full, 4 to 128 MiB.</summary>
    public int TargetSize { get; init; } = 16 << 20;

    /// <summary>Whether a pack is read back from memory as a stranger would read it before it is stored.</summary>
    public bool IsVerified { get; init; } = true;
}
