namespace Holdfast.Restic.Operations.Restores;

/// <summary>Which extended attributes are restored, by patterns over their names: either by includes or by excludes.</summary>
public sealed record AttributeFilter
{
    public static AttributeFilter Everything { get; } = new();

    public IReadOnlyList<string> Includes { get; init; } = [];

    public IReadOnlyList<string> Excludes { get; init; } = [];
}
