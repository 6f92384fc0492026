namespace Holdfast.Sources.Files;

/// <summary>A folder of ordinary files, stored as it lies there: consistent as far as its writers write files at one stroke.</summary>
/// <param name="folder">Absolute.</param>
/// <param name="excludes">Patterns as restic's <c>--exclude</c>.</param>
public sealed class FilesSource(string folder, IReadOnlyList<string> excludes, TimeProvider time) : ISource
{
    public string Target { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    public Task<Capture> CaptureAsync(string stagingRoot, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var takenAt = time.GetUtcNow();
        if (!Directory.Exists(Target))
            throw new HostException($"the folder {Target} is not there", "check the path in the plan, and that its disk is mounted");
        return Task.FromResult(new Capture(takenAt, Target, excludes));
    }

    /// <summary>A folder has no measure of its own.</summary>
    public Task VerifyAsync(Capture capture, CancellationToken cancellation) => Task.CompletedTask;

    public Task<string> PrepareRestoreAsync(CancellationToken cancellation)
    {
        RestoreTarget.RefuseUnlessFolder(Target);
        return Task.FromResult(Target);
    }

    public Task<string?> FinishRestoreAsync(bool drill, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
