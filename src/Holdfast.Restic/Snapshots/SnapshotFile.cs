using System.Text.Json;
using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>A snapshot file's JSON.</summary>
internal static class SnapshotFile
{
    internal static byte[] Encode(Snapshot snapshot)
    {
        var json = new GoJson().Open((byte)'{').Name("time"u8).Text(snapshot.ExactTime.ToString(snapshot.Time.Offset));
        Id(json, "parent"u8, snapshot.Parent);
        json.Name("tree"u8).Digest(snapshot.Tree.Value);
        Texts(json, "paths"u8, snapshot.Paths);
        json.Optional("hostname"u8, snapshot.HostName)
            .Optional("username"u8, snapshot.UserName)
            .Optional("uid"u8, snapshot.UserId)
            .Optional("gid"u8, snapshot.GroupId);
        Texts(json, "excludes"u8, snapshot.Excludes);
        Texts(json, "tags"u8, snapshot.Tags);
        Id(json, "original"u8, snapshot.Original);
        json.Optional("program_version"u8, snapshot.ProgramVersion);
        if (snapshot.Summary is { } s)
        {
            json.Name("summary"u8).Open((byte)'{')
                .Name("backup_start"u8).Text(s.BackupStart.ToString())
                .Name("backup_end"u8).Text(s.BackupEnd.ToString());
            foreach (var (name, read) in Counts)
            {
                json.Name(System.Text.Encoding.ASCII.GetBytes(name)).Number((ulong)read(s));
            }

            json.Close((byte)'}');
        }

        return json.Close((byte)'}').ToArray();
    }

    /// <summary>
    /// The same snapshot with other tags. Everything else stays to the letter, also what other programs wrote and this one does not know.
    /// </summary>
    /// <param name="json">The whole file, as it was decoded.</param>
    internal static byte[] WithTags(byte[] json, Snapshot snapshot, IReadOnlyList<string> tags) =>
        new SnapshotEdit(Original: snapshot.Original ?? snapshot.Id, Tags: tags).Apply(json, snapshot.Id);

    internal static Snapshot Decode(byte[] json, SnapshotId id) => JsonReading.Read(json, $"snapshot {id}", s => new Snapshot
    {
        Id = id,
        Time = TimeOf(s.Text("time")),
        TimeRest = FileTime.TryParse(s.Text("time"), out var exact) ? exact.Nanoseconds % 100 : 0,
        Parent = s.Digest("parent") is { } parent ? new SnapshotId(parent) : null,
        Tree = new(s.Digest("tree") ?? throw new FormatException("it has no tree")),
        Paths = s.List("paths", Text),
        HostName = s.Text("hostname"),
        UserName = s.Text("username"),
        UserId = (uint)s.Number("uid"),
        GroupId = (uint)s.Number("gid"),
        Excludes = s.List("excludes", Text),
        Tags = s.List("tags", Text),
        Original = s.Digest("original") is { } original ? new SnapshotId(original) : null,
        ProgramVersion = s.Text("program_version"),
        Summary = s.Member("summary") is { } summary ? SummaryOf(summary) : null,
    });

    private static readonly (string Name, Func<SnapshotSummary, long> Read)[] Counts =
    [
        ("files_new", s => s.FilesNew),
        ("files_changed", s => s.FilesChanged),
        ("files_unmodified", s => s.FilesUnmodified),
        ("dirs_new", s => s.FoldersNew),
        ("dirs_changed", s => s.FoldersChanged),
        ("dirs_unmodified", s => s.FoldersUnmodified),
        ("data_blobs", s => s.DataBlobs),
        ("tree_blobs", s => s.TreeBlobs),
        ("data_added", s => s.DataAdded),
        ("data_added_packed", s => s.DataAddedPacked),
        ("total_files_processed", s => s.TotalFilesProcessed),
        ("total_bytes_processed", s => s.TotalBytesProcessed),
    ];

    private static SnapshotSummary SummaryOf(JsonElement s)
    {
        var n = Counts.Select(c => (long)s.Number(c.Name)).ToArray();
        return new(
            s.Time("backup_start") ?? default, s.Time("backup_end") ?? default,
            n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11]);
    }

    // With the offset that the clock had where it was made: "the last of each day" means days there.
    private static DateTimeOffset TimeOf(string text)
    {
        if (!FileTime.TryParse(text, out var time, out var zone))
        {
            throw new FormatException(text.Length == 0 ? "it has no time" : $"\"{text}\" is not a time");
        }

        var utc = time.ToDateTimeOffset();
        return zone.Duration() <= TimeSpan.FromHours(14) && utc.Year is > 1 and < 9999 ? utc.ToOffset(zone) : utc;
    }

    private static string Text(JsonElement element) => element.GetString() ?? "";

    private static void Id(GoJson json, ReadOnlySpan<byte> name, SnapshotId? id)
    {
        if (id is { } known)
        {
            json.Name(name).Digest(known.Value);
        }
    }

    private static void Texts(GoJson json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.Name(name).Open((byte)'[');
        foreach (var text in texts)
        {
            json.Next().Text(text);
        }

        json.Close((byte)']');
    }
}
