namespace Holdfast.Restic.Operations.Checks;

/// <summary>What reading packs back found.</summary>
/// <param name="BytesRead">Bytes of packs that came from the store.</param>
/// <param name="Damaged">Packs that were not good twice.</param>
public sealed record VerifyReport(int PacksRead, long BlobsRead, long BytesRead, IReadOnlyList<PackDamage> Damaged, TimeSpan Elapsed)
{
    /// <summary>Every pack asked for was read whole and everything in it authenticated.</summary>
    public bool IsGood => NotProved.Count == 0;

    /// <summary>Packs that were good when they were read a second time, and what was wrong the first time: no damage of theirs, but a
    /// disk, a network or a memory that cannot be relied on.</summary>
    public IReadOnlyList<PackDamage> GoodAtSecondReading { get; init; } = [];

    /// <summary>Packs that do not fit into memory and were not read: they may be good.</summary>
    public IReadOnlyList<PackDamage> TooLarge { get; init; } = [];

    /// <summary>Packs that nothing is proved of, the damaged ones first.</summary>
    public IReadOnlyList<PackDamage> NotProved => [.. Damaged, .. TooLarge];
}
