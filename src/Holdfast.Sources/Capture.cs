
namespace Holdfast.Sources;

/// <summary>A consistent picture of a source's data, ready to be stored.</summary>
/// <param name="takenAt">Nothing committed before this moment is missing.</param>
/// <param name="folder">Its content is what to store.</param>
/// <param name="excludes">Patterns, as restic's <c>--exclude</c>, of what not to store.</param>
public sealed class Capture(DateTimeOffset takenAt, string folder, IReadOnlyList<string> excludes, IAsyncDisposable? staging = null)
    : IAsyncDisposable
{
    public DateTimeOffset TakenAt { get; } = takenAt;

    public string Folder { get; } = folder;

    public IReadOnlyList<string> Excludes { get; } = excludes;

    public ValueTask DisposeAsync() => staging?.DisposeAsync() ?? ValueTask.CompletedTask;
}
