namespace Holdfast.Restic.Operations.Dumps;

/// <summary>
/// An archive that is written front to back: each entry is begun, then gets all of its content, as long as its node says, in pieces.
/// After <see cref="FinishAsync"/> it is whole; disposed without that it is cut off, which whoever reads it notices.
/// </summary>
internal interface IArchive : IDisposable
{
    Task BeginAsync(ArchiveEntry entry, CancellationToken ct);

    Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken ct);

    Task FinishAsync(CancellationToken ct);
}
