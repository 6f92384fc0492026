using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>A kind of storage that is reached by an address; everything else is a path. The engine reaches it under the same word.</summary>
/// <param name="Word">What stands before the colon: <c>sftp</c>.</param>
/// <param name="Login">What a person needs besides the repository's key, for the kit.</param>
public sealed record RepositoryKind(string Word, string Login)
{
    /// <summary>Every kind that a plan can name: a new one is its store in <c>src/Holdfast.Restic/Backends</c> and a line here.</summary>
    public static ImmutableArray<RepositoryKind> All { get; } =
    [
        new("sftp", "with a key of ssh (~/.ssh), which this kit does not hold; the server must know it"),
        new("rest", "user and password of the server in RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD, if it asks"),
        new("rclone", "the program rclone with its remote set up (rclone config), which this kit does not hold"),
    ];

    /// <returns>Null: it is a path.</returns>
    public static RepositoryKind? Of(string at) => All.FirstOrDefault(kind => at.StartsWith(kind.Word + ":", StringComparison.Ordinal));
}
