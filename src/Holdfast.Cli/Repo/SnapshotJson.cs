using System.Text.Json;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>A snapshot as restic shows it.</summary>
internal static class SnapshotJson
{
    /// <summary>With its id, which its file does not hold.</summary>
    internal static void WriteMembers(Utf8JsonWriter json, Snapshot snapshot)
    {
        WriteContent(json, snapshot);
        json.WriteString("id", snapshot.Id.ToString());
        json.WriteString("short_id", snapshot.Id.ShortForm);
    }

    /// <summary>What its file holds.</summary>
    internal static void WriteContent(Utf8JsonWriter json, Snapshot snapshot)
    {
        json.WriteString("time", Time(snapshot));
        if (snapshot.Parent is { } parent)
        {
            json.WriteString("parent", parent.ToString());
        }

        json.WriteString("tree", snapshot.Tree.ToString());
        json.WriteTexts("paths", snapshot.Paths);
        json.WriteString("hostname", snapshot.HostName);
        json.WriteString("username", snapshot.UserName);
        WriteOwner(json, "uid", snapshot.UserId);
        WriteOwner(json, "gid", snapshot.GroupId);
        json.WriteTexts("excludes", snapshot.Excludes);
        json.WriteTexts("tags", snapshot.Tags);
        if (snapshot.Original is { } original)
        {
            json.WriteString("original", original.ToString());
        }

        json.WriteString("program_version", snapshot.ProgramVersion);
        if (snapshot.Summary is { } summary)
        {
            json.WriteStartObject("summary");
            json.WriteString("backup_start", summary.BackupStart.ToString());
            json.WriteString("backup_end", summary.BackupEnd.ToString());
            WriteCounts(json, summary);
            json.WriteEndObject();
        }
    }

    internal static string Time(Snapshot snapshot) => snapshot.ExactTime.ToString(snapshot.Time.Offset);

    // restic leaves root's out.
    private static void WriteOwner(Utf8JsonWriter json, string name, uint id)
    {
        if (id != 0)
        {
            json.WriteNumber(name, id);
        }
    }

    internal static void WriteCounts(Utf8JsonWriter json, SnapshotSummary summary)
    {
        json.WriteNumber("files_new", summary.FilesNew);
        json.WriteNumber("files_changed", summary.FilesChanged);
        json.WriteNumber("files_unmodified", summary.FilesUnmodified);
        json.WriteNumber("dirs_new", summary.FoldersNew);
        json.WriteNumber("dirs_changed", summary.FoldersChanged);
        json.WriteNumber("dirs_unmodified", summary.FoldersUnmodified);
        json.WriteNumber("data_blobs", summary.DataBlobs);
        json.WriteNumber("tree_blobs", summary.TreeBlobs);
        json.WriteNumber("data_added", summary.DataAdded);
        json.WriteNumber("data_added_packed", summary.DataAddedPacked);
        json.WriteNumber("total_files_processed", summary.TotalFilesProcessed);
        json.WriteNumber("total_bytes_processed", summary.TotalBytesProcessed);
    }
}
