namespace Holdfast.Restic.Operations.Queries;

/// <summary>What is looked for in snapshots.</summary>
/// <param name="Patterns">restic's; what lies under a folder that matches matches, too.</param>
/// <param name="Oldest">Modified then or later; null: ever.</param>
/// <param name="Newest">Modified then or earlier; null: ever.</param>
public sealed record FindRequest(IReadOnlyList<string> Patterns, bool IgnoreCase, DateTimeOffset? Oldest, DateTimeOffset? Newest);
