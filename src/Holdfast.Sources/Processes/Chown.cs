namespace Holdfast.Sources.Processes;

/// <summary>
/// Gives files to their owners, by chown(1): it walks by folder descriptors and raw bytes, so that names that are no text, and
/// links swapped meanwhile, are safe. Symbolic links are changed, never followed.
/// </summary>
public static class Chown
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    public static Task ToAsync(int user, int group, string path, TimeProvider time, CancellationToken cancellation) =>
        RunAsync($"{user}:{group}", path, time, cancellation);

    /// <summary>As <paramref name="like"/> is owned. A copy that root made shall record its original's owner; others can't, and need not.</summary>
    public static Task LikeAsync(string like, string path, TimeProvider time, CancellationToken cancellation) =>
        Environment.IsPrivilegedProcess && Path.Exists(like) ? RunAsync($"--reference={like}", path, time, cancellation)
            : Task.CompletedTask;

    private static async Task RunAsync(string owner, string path, TimeProvider time, CancellationToken cancellation)
    {
        string[] whose = owner.StartsWith("--", StringComparison.Ordinal) ? [owner, "--"] : ["--", owner];
        var end = await new HostProgram("chown", ["-R", "-h", "-P", .. whose, path]).RunAsync(time, Longest, cancellation);
        if (!end.IsGood) throw new HostException($"the owner of {path} cannot be set: {end.LastLines()}");
    }
}
