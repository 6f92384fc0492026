using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Cli.Repo;

/// <summary>Shows how far a backup is, on the terminal or as restic's status lines.</summary>
internal sealed class FileProgress(ShownProgress shown) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value)
    {
        shown.Show(Measure.Bytes(value.BytesDone, value.IsTotalKnown ? value.BytesTotal : 0), $"{value.FilesDone} files  {value.Current}");
        shown.Status(j =>
        {
            j.WriteNumber("seconds_elapsed", (long)shown.Elapsed.TotalSeconds);
            if (value is { IsTotalKnown: true, BytesDone: > 0 })
            {
                var left = Math.Max(0, value.BytesTotal - value.BytesDone);
                j.WriteNumber("seconds_remaining", (long)(shown.Elapsed.TotalSeconds * left / value.BytesDone));
            }

            if (value.FilesTotal > 0)
            {
                j.WriteNumber("percent_done", value.BytesTotal > 0 ? Math.Min(1, (double)value.BytesDone / value.BytesTotal) : 0);
                j.WriteNumber("total_files", value.FilesTotal);
                j.WriteNumber("total_bytes", value.BytesTotal);
            }

            j.WriteNumber("files_done", value.FilesDone);
            j.WriteNumber("bytes_done", value.BytesDone);
            j.WriteNumber("error_count", value.Missed);
            j.WriteTexts("current_files", value.Current.Length > 0 ? [value.Current] : []);
        });
    }
}
