namespace Holdfast.Restic.Operations.Restores;

/// <summary>Which part of a snapshot is restored, in restic's patterns over paths: either by includes or by excludes.</summary>
public sealed record RestoreFilter
{
    public static RestoreFilter Everything { get; } = new();

    /// <summary>Only what these match, and what lies under it; no pattern in either list of includes: everything.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    public IReadOnlyList<string> IncludesIgnoringCase { get; init; } = [];

    /// <summary>Not what these match, nor what lies under it.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    public IReadOnlyList<string> ExcludesIgnoringCase { get; init; } = [];

    internal bool HasIncludes => Includes.Count + IncludesIgnoringCase.Count > 0;

    internal bool HasExcludes => Excludes.Count + ExcludesIgnoringCase.Count > 0;
}
