using System.Collections.Immutable;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A row of the picture: a system that is brought back, or a process that stands still meanwhile.</summary>
/// <param name="Kind"><c>system</c> or <c>process</c>.</param>
/// <param name="Under">The second line at its left.</param>
/// <param name="Title">All of it in words.</param>
/// <param name="Spans">In their order.</param>
/// <param name="Typical">When it operates, half of the times at the latest; null: no one knows.</param>
/// <param name="Upper">When it operates, nine times in ten at the latest; null: no one knows.</param>
/// <param name="Target">Its RTO or MTPD; null: it has none.</param>
/// <param name="Told">At its right: how long.</param>
/// <param name="Verdict">At its right, beneath: against what, and whether that is in time.</param>
/// <param name="Never">Why it never comes back; null: it does.</param>
public sealed record TimelineRow(
    string Kind,
    string Name,
    string Under,
    string Title,
    ImmutableArray<Span> Spans,
    TimeSpan? Typical,
    TimeSpan? Upper,
    TimeSpan? Target,
    string Told,
    string Verdict,
    bool InTime,
    string? Never);
