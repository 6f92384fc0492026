namespace Holdfast.Restic.Operations.Checks;

/// <summary>What reading packs back found.</summary>
/// <param name="BytesRead">Bytes of packs that came from the store.</param>
public sealed record VerifyReport(int PacksRead, long BlobsRead, long BytesRead, IReadOnlyList<PackDamage> Damaged, TimeSpan Elapsed)
{
    /// <summary>Every pack asked for was read whole and everything in it authenticated.</summary>
    public bool IsGood => Damaged.Count == 0;
}
