namespace Holdfast.Sources.Kinds.Files;

/// <summary>
/// A folder of ordinary files, stored as it lies there: consistent as far as its writers write files at one stroke. Where it is a link,
/// the folder that it leads to is what is stored.
/// </summary>
/// <param name="folder">Absolute.</param>
/// <param name="excludes">Patterns as restic's <c>--exclude</c>.</param>
public sealed class FilesSource(string folder, IReadOnlyList<string> excludes, TimeProvider time) : ISource
{
    public string Target { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    public Task<Capture> CaptureAsync(string stagingRoot, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var takenAt = time.GetUtcNow();
        var folder = RealFolder.Of(Target)
            ?? throw new HostException(RealFolder.Missing(Target), "check the path in the plan, and that its disk is mounted");
        return Task.FromResult(new Capture(takenAt, folder, excludes));
    }

    /// <summary>A folder has no measure of its own; what it only links to is told.</summary>
    public Task<Verified> VerifyAsync(Capture capture, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(capture);
        return Task.FromResult(LinksElsewhere.Warning(capture.Folder, excludes) is { } warning ? new Verified(null, [warning]) : Verified.AsItIs);
    }

    public Task<string> PrepareRestoreAsync(CancellationToken cancellation)
    {
        RestoreTarget.RefuseUnlessFolder(Target);
        RestoreTarget.MakeWayTo(Target);
        return Task.FromResult(Target);
    }

    public Task<string?> FinishRestoreAsync(bool drill, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
