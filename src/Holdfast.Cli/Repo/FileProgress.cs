using System.Text.Json;
using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Cli.Repo;

/// <summary>Shows how far a backup is, on the terminal or as restic's status lines.</summary>
internal sealed class FileProgress(ShownProgress shown) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value) => Show(value.FilesDone, value.BytesDone, value.Current, j =>
    {
        j.WriteNumber("files_done", value.FilesDone);
        j.WriteNumber("bytes_done", value.BytesDone);
        j.WriteNumber("error_count", value.Missed);
        j.WriteTexts("current_files", value.Current.Length > 0 ? [value.Current] : []);
    });

    private void Show(long files, long bytes, string current, Action<Utf8JsonWriter> members)
    {
        shown.Show(Measure.Bytes(bytes), $"{files} files  {current}");
        shown.Status(j =>
        {
            j.WriteNumber("seconds_elapsed", (long)shown.Elapsed.TotalSeconds);
            members(j);
        });
    }
}
