using System.Text;
using System.Text.Unicode;
using Holdfast.Execution.Repositories;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Searching;

/// <summary>A file or folder as the points of its system have it, over time.</summary>
/// <param name="RawNames">Of the folders above it and its own, from the folder of the system's data.</param>
/// <param name="Versions">The newest first; at least one.</param>
/// <param name="Gone">Null: it is in the newest point, or nobody can tell.</param>
/// <param name="IsUnknown">Whether the newest points that could tell cannot be read where it would be.</param>
internal sealed record Document(string System, IReadOnlyList<ReadOnlyMemory<byte>> RawNames, IReadOnlyList<DocumentVersion> Versions, Disappearance? Gone, bool IsUnknown)
{
    /// <summary>As people read it; bytes that are not UTF-8 become replacement characters.</summary>
    public string Path => string.Join('/', RawNames.Select(n => Encoding.UTF8.GetString(n.Span)));

    /// <summary>The version to get back: the last one that a point has which counts; else the last one there is.</summary>
    public DocumentVersion Best => Versions.FirstOrDefault(v => v.Counted is not null) ?? Versions[0];

    /// <summary>As it can be typed: where its own name cannot, the folder above it that can. Empty: all of the system.</summary>
    public string TypedPath => string.Join('/', RawNames.TakeWhile(n => Utf8.IsValid(n.Span) && Encoding.UTF8.GetString(n.Span).EnumerateRunes().All(IsTyped)).Select(n => Encoding.UTF8.GetString(n.Span)));

    private static bool IsTyped(Rune rune) => Presentation.TerminalText.Shown(rune.ToString()) == rune.ToString() && rune.Value != '\t';
}

/// <summary>When it was deleted: after the one point and before the other.</summary>
internal sealed record Disappearance(SearchedPoint LastIn, SearchedPoint MissingFrom);

/// <summary>One content of it, in one or more points in a row.</summary>
/// <param name="Newest">The newest point that has it.</param>
/// <param name="Oldest">The oldest of them.</param>
/// <param name="Points">How many have it.</param>
/// <param name="Counted">The newest of them that counts; null: only suspect ones have it, or such as do not count for another reason.</param>
internal sealed record DocumentVersion(FoundItem Item, SearchedPoint Newest, SearchedPoint Oldest, int Points, SearchedPoint? Counted)
{
    /// <summary>Why none of its points counts; null: one does.</summary>
    public string? WhyNot => Counted is null ? Newest.Known.WhyNot : null;
}

/// <summary>A moment of which a system has copies, and what was met in it.</summary>
/// <param name="Known">The copy that was searched.</param>
/// <param name="Repositories">All that have a copy of it.</param>
/// <param name="Found">Null: it does not have the folder that was searched.</param>
internal sealed record SearchedPoint(KnownPoint Known, IReadOnlyList<string> Repositories, FoundFolder? Found)
{
    public DateTimeOffset TakenAt => Known.Point.TakenAt;
}
