namespace Holdfast.Restic.Packs;

/// <summary>How hard blobs are compressed before they are sealed.</summary>
public enum Compression
{
    /// <summary>What pays on ordinary data.</summary>
    Auto,

    /// <summary>Content stands in its zstd frame as it is. Trees are compressed all the same.</summary>
    Off,

    Fastest,

    Better,

    /// <summary>As small as it gets, however long it takes.</summary>
    Max,
}
