namespace Holdfast.Restic.Operations.Queries;

/// <summary>
/// What became of the files of one snapshot in a later one, judged by their content and not by times or owners. Files without content
/// are left out: there is nothing that they could lose.
/// </summary>
/// <param name="Moved">Files whose content is still there under another name, while their own name is not.</param>
/// <param name="Rewritten">Files that still have their name, and whose content is nowhere any more.</param>
/// <param name="Emptied">Of which there is only an empty file left, or one with nothing but zeros; not among the rewritten.</param>
/// <param name="Gone">Files of which neither name nor content is there.</param>
/// <param name="Added">Content that the earlier one did not have, whatever it is called: how many files of it.</param>
public sealed record ContentTurnover(long Moved, long Rewritten, long Emptied, long Gone, long Added)
{
    /// <summary>How many bytes those had that are empty now.</summary>
    public long EmptiedBytes { get; init; }

    /// <summary>Of the rewritten ones: how many hold one and the same now, and did not.</summary>
    public long Alike { get; init; }

    /// <summary>Of the rewritten ones that are not alike: how many are the beginning of what they were, or next to nothing of it; estimated from some.</summary>
    public long Cut { get; init; }

    /// <summary>Of those that are gone: how many have a link in their place, or in that of a folder above them, whose content is not in the tree.</summary>
    public long Linked { get; init; }

    /// <summary>One of those that are empty now, from the top of the tree; null: there is none.</summary>
    public string? FirstEmptied { get; init; }

    /// <inheritdoc cref="FirstEmptied"/>
    public string? FirstAlike { get; init; }

    /// <inheritdoc cref="FirstEmptied"/>
    public string? FirstCut { get; init; }

    /// <inheritdoc cref="FirstEmptied"/>
    public string? FirstLinked { get; init; }

    /// <summary>The heads of some of the files whose content is lost, and of some of those that came: so that one can tell what kind they are.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> LostHeads { get; init; } = [];

    /// <inheritdoc cref="LostHeads"/>
    public IReadOnlyList<ReadOnlyMemory<byte>> AddedHeads { get; init; } = [];

    /// <summary>For some of the rewritten files: the head before and after. Who edits or appends leaves the head as it was.</summary>
    public IReadOnlyList<(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)> RewrittenHeads { get; init; } = [];
}
