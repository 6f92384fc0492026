using Holdfast.Recovery.Runs;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Restoring;

/// <summary>Opens points to look into. The index of each repository is read once.</summary>
internal sealed class PointContents(SystemPoints points)
{
    private readonly Dictionary<string, SnapshotContent> _contents = [];

    public async Task<PointContent> OfAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (!_contents.TryGetValue(point.Repository, out var content))
        {
            _contents[point.Repository] = content = await points.RepositoryOf(point).LookAsync(cancellationToken);
        }

        return new(content, points.SnapshotOf(point), points.System.Name);
    }
}
