using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary>A timeline of points, for people and for programs.</summary>
internal static class PointLines
{
    private const string Indent = "      ";

    private const int MostTables = 3;

    public static IEnumerable<string> Of(PointTimeline timeline, DateTimeOffset now)
    {
        var held = timeline.System.Protection?.HoldUntil is { } until && DateOnly.FromDateTime(now.UtcDateTime) <= until ? $"; all are held until {until:yyyy-MM-dd}" : "";
        yield return $"{timeline.System.Name}: {Count(timeline.Moments.Length, "point")}{held}";
        foreach (var line in timeline.Moments.SelectMany(Of))
        {
            yield return line;
        }

        yield return "";
    }

    /// <summary>Every copy by itself.</summary>
    public static IEnumerable<JsonObject> Copies(PointTimeline timeline) => timeline.Moments.SelectMany(m => m.Copies).Select(c => c.Point).Select(p => new JsonObject
    {
        { "system", p.Point.System }, { "takenAt", p.Point.TakenAt }, { "repository", p.Point.Repository }, { "snapshot", p.Point.Snapshot }, { "bytes", p.Point.Bytes }, { "verified", p.Point.Verified }, { "verifiedAt", p.VerifiedAt }, { "counts", p.WhyNot is null }, { "whyNot", p.WhyNot }, { "signed", !p.IsUntold },
    });

    /// <summary>Every moment, with its copies.</summary>
    public static IEnumerable<JsonObject> Moments(PointTimeline timeline) => timeline.Moments.Select(m => new JsonObject
    {
        { "system", timeline.System.Name },
        { "takenAt", m.TakenAt },
        { "bytes", m.Bytes },
        { "files", m.Files },
        { "inUseBytes", m.InUse },
        { "storedBytes", m.Stored },
        { "goneFiles", m.Gone },
        { "emptiedFiles", m.Emptied },
        { "newTables", m.NewTables },
        { "goneTables", m.GoneTables },
        { "heldUntil", JsonFields.Of(timeline.System.Protection?.HoldUntil) },
        { "before", m.Before?.TakenAt },
        { "changes", m.Changes?.Counted is not { } c ? null : new JsonObject { { "addedFiles", c.Added }, { "addedBytes", c.AddedBytes }, { "changedFiles", c.Changed }, { "changedBytes", c.ChangedBytes }, { "removedFiles", c.Removed }, { "removedBytes", c.RemovedBytes } } },
        { "changesUnknown", m.Changes?.WhyNot },
        { "copies", m.Copies.Select(c => new JsonObject { { "repository", c.Point.Point.Repository }, { "snapshot", c.Point.Point.Snapshot }, { "verifiedAt", c.Point.VerifiedAt }, { "counts", c.Point.WhyNot is null }, { "whyNot", c.Point.WhyNot }, { "suspect", c.IsSuspect }, { "damaged", c.IsDamaged }, { "partial", c.Point.IsPartial } }) },
    });

    private static IEnumerable<string> Of(PointMoment moment)
    {
        var head = $"  {moment.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {(moment.Bytes is { } bytes ? Spoken.Bytes(bytes) : ""),9}  ";
        foreach (var (i, line) in TextLines.Of(string.Join(", ", Recorded(moment)), new string(' ', head.Length)).Index())
        {
            yield return (i == 0 ? head + line[head.Length..] : line).TrimEnd();
        }

        if (moment.Changes is { } changes)
        {
            foreach (var line in TextLines.Of(Words(changes), Indent))
            {
                yield return line;
            }
        }

        foreach (var standing in moment.Copies.GroupBy(c => (c.Standing, c.Point.WhyNot)))
        {
            var copies = string.Join(", ", standing.Select(c => $"{c.Point.Point.Repository} {c.Point.Point.Snapshot[..8]}"));
            foreach (var line in TextLines.Of($"{standing.Key.Standing}: {copies}{(standing.Key.WhyNot is { } why ? $": {why}" : "")}", Indent))
            {
                yield return line;
            }
        }
    }

    /// <summary>What was written down when it was taken; nothing has to be read for it.</summary>
    private static IEnumerable<string> Recorded(PointMoment moment)
    {
        if (moment.Files is { } files)
        {
            yield return Count(files, "file") + (moment.Before?.Files is { } before && before != files ? string.Create(CultureInfo.InvariantCulture, $" ({files - before:+#,0;-#,0})") : "");
        }

        if (moment.InUse is { } used && used != moment.Bytes)
        {
            yield return $"{Spoken.Bytes(used)} in use";
        }

        if (moment.Stored is { } stored)
        {
            yield return stored == 0 ? "nothing new" : $"{Spoken.Bytes(stored)} new";
        }

        if (moment.Gone is > 0 and var gone)
        {
            yield return $"{Count(gone, "file")} gone";
        }

        if (moment.Emptied is > 0 and var emptied)
        {
            yield return $"{Count(emptied, "file")} emptied";
        }

        if (moment.NewTables is { Count: > 0 } tables)
        {
            yield return $"{Count(tables.Count, "table")} new ({string.Join(", ", tables.Take(MostTables))}{(tables.Count > MostTables ? ", ..." : "")})";
        }

        if (moment.GoneTables is { Count: > 0 } lost)
        {
            yield return $"{Count(lost.Count, "table")} gone or empty ({string.Join(", ", lost.Take(MostTables))}{(lost.Count > MostTables ? ", ..." : "")})";
        }
    }

    private static string Words(PointChanges changes)
    {
        if (changes.Counted is not { } counted)
        {
            return $"what changed is not known: {changes.WhyNot}";
        }

        string[] words =
        [
            .. counted.Added > 0 ? [$"{Count(counted.Added, "file")} added ({Spoken.Bytes(counted.AddedBytes)})"] : Array.Empty<string>(),
            .. counted.Changed > 0 ? [$"{counted.Changed} changed ({Spoken.Bytes(counted.ChangedBytes)})"] : Array.Empty<string>(),
            .. counted.Removed > 0 ? [$"{counted.Removed} removed ({Spoken.Bytes(counted.RemovedBytes)})"] : Array.Empty<string>(),
        ];
        return words.Length == 0 ? "no file changed" : string.Join(", ", words);
    }

    private static string Count(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");
}
