using System.Globalization;
using Holdfast.Protocol;

namespace Holdfast.Agent.Data.Judging;

/// <summary>
/// Says whether a copy holds what the system should hold: what it is suspect of, and what else is to be put right. Every threshold is in
/// <c>docs/protection.md</c>, with how often ordinary days cross it.
/// </summary>
internal sealed class CopyJudge(Expected expected, CopyFigures copy)
{
    /// <summary>A copy that holds less than this share of the last good one is suspect; below the second, it is told.</summary>
    private const double SuspectBelow = 0.5, TellBelow = 0.75;

    /// <summary>Of so few files or bytes half come and go on any day: that is told, and not suspect.</summary>
    private const long FewFiles = 10, FewBytes = 64 << 10;

    /// <summary>The plan's size is an estimate; a tenth of it is another thing.</summary>
    private const double ShareOfSize = 0.1;

    /// <summary>So much of a system does not change at once; and of fewer files than these it may.</summary>
    private const double MassChange = 0.5;
    private const long MassFiles = 20;

    /// <summary>Where what came looks encrypted and what went did not, less is enough: whoever encrypts slowly is noticed, too.</summary>
    private const double EncryptedShare = 0.1, EncryptedRise = 0.5;
    private const long EncryptedFiles = 3;

    /// <summary>Of logs and spools one or two are emptied on any day, as long as they are little of the whole.</summary>
    private const long EmptiedFiles = 3;
    private const double EmptiedShare = 0.1;

    /// <summary>What was accepted once is usual, and a little less of it too; whatever fell further is another loss.</summary>
    private const double AboutAccepted = 0.75;

    /// <summary>So many first bytes say of what kind a file is: one dump takes the place of another.</summary>
    private const int SameKind = 3;

    /// <summary>Of so few tables half may go in a day's work; more would not be read in a message.</summary>
    private const int FewTables = 4, TablesNamed = 5;

    internal string? Suspect
    {
        get
        {
            string[] reasons = [.. Missing(), .. expected.SaidBefore is null ? Fallen() : [], .. Replaced()];
            return reasons.Length == 0 ? null : string.Join("; ", reasons);
        }
    }

    /// <summary>What is to be put right although the copy counts.</summary>
    internal IEnumerable<string> Warnings => Shrunk.Concat(OfItself());

    /// <summary>Those of them that say that it holds less than the system did: told again of every copy until the content is back or an operator accepts one.</summary>
    internal IEnumerable<string> Shrunk
    {
        get
        {
            foreach (var less in expected.SaidBefore is { } before ? Fallen().Select(fall => $"{fall} when the plan said that its data is {before}") : [])
            {
                yield return less;
            }

            if (ShareOf(expected.Bytes, copy.Held) is { } bytes && !IsUsual(copy.Held, expected.BytesAccepted)
                && (expected.Bytes >= FewBytes ? bytes is >= SuspectBelow and < TellBelow : bytes < SuspectBelow && copy.Held > 0))
            {
                yield return $"it holds {Bytes(copy.Held)}, {Percent(bytes)} of the {Bytes(expected.Bytes!.Value)} that it held";
            }

            if (ShareOf(expected.Files, copy.Files) is { } files && !IsUsual(copy.Files, expected.FilesAccepted)
                && (expected.Files >= FewFiles ? files is >= SuspectBelow and < TellBelow : files < SuspectBelow && copy.Files > 0))
            {
                yield return $"it holds {copy.Files} files, {Percent(files)} of the {expected.Files} that it held";
            }

            if (copy.Turnover is { Emptied: > 0 } turnover && (turnover.Emptied >= EmptiedFiles || turnover.EmptiedBytes >= EmptiedShare * copy.BytesBefore))
            {
                yield return $"{turnover.Emptied} of {copy.Before} files {(turnover.Emptied == 1 ? "is" : "are")} empty now and {(turnover.Emptied == 1 ? "was" : "were")} not, first {turnover.FirstEmptied}";
            }

            if (copy.Turnover is { } changed)
            {
                foreach (var (count, how, first) in new[] { (changed.Alike, "hold one and the same now, and did not", changed.FirstAlike), (changed.Cut, "were cut short", changed.FirstCut) })
                {
                    if (count >= EncryptedFiles && count >= EncryptedShare * copy.Before)
                    {
                        yield return $"{count} of {copy.Before} files {how}, first {first}";
                    }
                }
            }

            if (IsAllGone && expected.Changed < 1)
            {
                yield return $"of the {(copy.Before == 1 ? "file" : $"{copy.Before} files")} that it held nothing is left";
            }

            if (copy.Turnover is { Linked: > 0 } links)
            {
                yield return $"{links.Linked} of {copy.Before} files {(links.Linked == 1 ? "is a link" : "are links")} now, or behind one, and what a link leads to is not copied, first {links.FirstLinked}";
            }

            if (LostTables() is { Length: > 0 } lost)
            {
                yield return SayLost(lost);
            }
        }
    }

    private IEnumerable<string> OfItself()
    {
        if (copy.Files == 0 && expected.Files is null or 0 && expected.AtLeastFiles != 0)
        {
            yield return "it holds no file (HINT: if that is right, say  at least: 0 files  under protect:)";
        }
        else if (copy.Held == 0 && copy.Files > 0 && expected.Bytes is null or 0)
        {
            yield return "all its files are empty";
        }

        if (expected.Bytes is not null && IsFarBelowSize)
        {
            yield return $"it holds {Bytes(copy.Held)}, far less than the system's size in the plan, {Bytes(expected.Size!.Value)} (HINT: correct  size: )";
        }

        if (expected.Tables is { Count: > 0 } && copy.Tables is null)
        {
            yield return "which of its tables hold rows could not be asked this time, so it is not known whether one is missing";
        }
    }

    private string[] LostTables() => copy.Tables is { } now ? [.. (expected.Tables ?? []).Except(now)] : [];

    private string SayLost(string[] lost) =>
        $"{lost.Length} of {expected.Tables!.Count} tables that held rows are gone or empty: {string.Join(", ", lost.Take(TablesNamed))}"
            + (lost.Length > TablesNamed ? $" and {lost.Length - TablesNamed} more" : "");

    private bool IsFarBelowSize => expected.Size is { } size && copy.Held < ShareOfSize * size;

    private IEnumerable<string> Missing()
    {
        foreach (var mount in expected.Mounts.Except(copy.Mounts))
        {
            yield return $"its data was on the file system at {mount}, which is not mounted now";
        }

        if (copy.Files < expected.AtLeastFiles)
        {
            yield return $"it holds {copy.Files} files, and the plan says at least {expected.AtLeastFiles}";
        }

        if (copy.Held < expected.AtLeastBytes)
        {
            yield return $"it holds {Bytes(copy.Held)}, and the plan says at least {Bytes(expected.AtLeastBytes.Value)}";
        }

        // Once a copy of that size counted, by an operator's word, the plan's figure is what is wrong.
        if (expected.Bytes is null && IsFarBelowSize)
        {
            yield return $"it holds {Bytes(copy.Held)}, and the plan says that the system's size is {Bytes(expected.Size!.Value)}";
        }
    }

    private IEnumerable<string> Fallen()
    {
        if (copy.Files == 0 && expected.Files > 0 && expected.FilesAccepted != 0)
        {
            yield return $"it holds no file, and held {expected.Files}";
        }
        else if (expected.Files >= FewFiles && ShareOf(expected.Files, copy.Files) < SuspectBelow && !IsUsual(copy.Files, expected.FilesAccepted))
        {
            yield return $"it holds {copy.Files} files, and held {expected.Files}";
        }

        if (copy.Files > 0 && copy.Held == 0 && expected.Bytes > 0 && expected.BytesAccepted != 0)
        {
            yield return "all its files are empty, and they were not";
        }
        else if (copy.Files > 0 && expected.Bytes >= FewBytes && ShareOf(expected.Bytes, copy.Held) < SuspectBelow && !IsUsual(copy.Held, expected.BytesAccepted))
        {
            yield return $"it holds {Bytes(copy.Held)}, and held {Bytes(expected.Bytes!.Value)}";
        }

        if (LostTables() is { Length: > 0 } lost && (lost.Length == expected.Tables!.Count || (expected.Tables.Count >= FewTables && 2 * lost.Length >= expected.Tables.Count)))
        {
            yield return SayLost(lost);
        }
    }

    private IEnumerable<string> Replaced()
    {
        if (copy.Turnover is not { } turnover || copy.Before == 0)
        {
            yield break;
        }

        var lost = copy.Lost;
        var isMuch = lost == copy.Before || (lost >= EncryptedFiles && lost >= MassChange * copy.Before)
            || (lost >= MassFiles && lost >= EncryptedShare * copy.Before);
        if (lost > 0 && isMuch && 2 * turnover.Added >= lost && EncryptedOf(turnover.AddedHeads) - EncryptedOf(turnover.LostHeads) >= EncryptedRise)
        {
            yield return $"{lost} of {copy.Before} files were replaced by what looks encrypted";
        }
        else if (turnover.Emptied + turnover.Alike + turnover.Cut is var spoilt && spoilt >= EncryptedFiles && spoilt >= MassChange * copy.Before)
        {
            yield return turnover.Emptied == spoilt
                ? $"{turnover.Emptied} of {copy.Before} files are empty now and were not"
                : $"{spoilt} of {copy.Before} files were emptied, cut short or overwritten with one and the same";
        }
        else if (copy.Before >= MassFiles && copy.Changed >= MassChange && expected.Changed < MassChange)
        {
            yield return $"{lost + turnover.Moved} of {copy.Before} files were rewritten, renamed or removed since the last good copy "
                + $"({copy.Replaced} rewritten, {turnover.Moved} renamed, {turnover.Emptied} emptied, {turnover.Gone} removed)";
        }
    }

    private static double EncryptedOf(IReadOnlyList<ReadOnlyMemory<byte>> heads) =>
        heads.Count == 0 ? 0 : (double)heads.Count(h => FileHead.LooksEncrypted(h.Span)) / heads.Count;

    /// <summary>Whether nothing of the last good copy is there under any name, and what came is of other kinds.</summary>
    private bool IsAllGone => copy is { Before: > 0, Turnover: { Moved: 0 } turnover } && copy.Lost >= copy.Before
        && !turnover.AddedHeads.Any(came => turnover.LostHeads.Any(went => went.Span.CommonPrefixLength(came.Span) >= SameKind));

    /// <param name="accepted">The least that an operator took for good of late; null: none was accepted.</param>
    private static bool IsUsual(long now, long? accepted) => now >= AboutAccepted * accepted;

    /// <returns>Null where there is nothing to compare with.</returns>
    private static double? ShareOf(long? before, long now) => before > 0 ? (double)now / before.Value : null;

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        < 1_000_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:0.#} TB"),
    };
}
