using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>
/// Which snapshots of a source the destination has already. As restic has it: a copy names the snapshot that it comes from, at whatever
/// remove, and is like it in all but parent and origin. So copies may be copied back and on, and changed tags make another snapshot.
/// </summary>
internal sealed class CopiedBefore
{
    private readonly ILookup<SnapshotId, Snapshot> _byOrigin;

    internal CopiedBefore(IEnumerable<Snapshot> destination) => _byOrigin = destination
        .SelectMany(s => s.Original is { } original && original != s.Id ? [(original, s), (s.Id, s)] : new[] { (s.Id, s) })
        .ToLookup(p => p.Item1, p => p.s);

    internal Snapshot? Find(Snapshot source) => _byOrigin[source.Original ?? source.Id].FirstOrDefault(source.IsLike);
}
