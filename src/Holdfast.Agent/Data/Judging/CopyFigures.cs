using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Agent.Data.Judging;

/// <summary>What a new copy holds.</summary>
/// <param name="Held">Bytes in use.</param>
/// <param name="Mounts">The file systems that the data is on, by where each is mounted.</param>
/// <param name="Turnover">What became of the files of the last good copy; null: there is none, or the data is not files.</param>
/// <param name="Before">How many files that copy had.</param>
internal sealed record CopyFigures(long Files, long Held, IReadOnlyList<string> Mounts, ContentTurnover? Turnover = null, long Before = 0)
{
    /// <summary>Tables of a database that hold rows; null: not a database, or it could not be asked.</summary>
    internal IReadOnlyList<string>? Tables { get; init; }

    /// <summary>How many bytes that copy had.</summary>
    internal long BytesBefore { get; init; }

    /// <summary>Files that were written anew. Those that were edited keep their head, and are estimated from some.</summary>
    internal long Replaced => Turnover is not { } t ? 0
        : t.RewrittenHeads.Count == 0 ? t.Rewritten
        : (long)Math.Round(t.Rewritten * (double)t.RewrittenHeads.Count(h => !FileHead.IsEdited(h.Before.Span, h.After.Span)) / t.RewrittenHeads.Count);

    /// <summary>Files whose content is lost.</summary>
    internal long Lost => Turnover is { } t ? t.Gone + t.Emptied + Replaced : 0;

    /// <summary>The share of the last copy's files that are not there any more, or under other names; null: not compared.</summary>
    internal double? Changed => Turnover is { } t && Before > 0 ? Math.Min(1, (double)(Lost + t.Moved) / Before) : null;
}
