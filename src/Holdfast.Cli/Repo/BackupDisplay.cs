using Holdfast.Restic.Operations;

namespace Holdfast.Cli.Repo;

/// <summary>Shows a backup's progress, on the terminal or as restic's status lines.</summary>
internal sealed class BackupDisplay(RepoContext context, ShownProgress shown) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value)
    {
        if (context.Json && !context.Quiet)
        {
            shown.Line(j =>
            {
                j.WriteString("message_type", "status");
                j.WriteNumber("seconds_elapsed", (long)shown.Elapsed.TotalSeconds);
                j.WriteNumber("files_done", value.FilesDone);
                j.WriteNumber("bytes_done", value.BytesDone);
                j.WriteNumber("error_count", value.Missed);
                j.WriteTexts("current_files", value.Current.Length > 0 ? [value.Current] : []);
            });
        }
        else
        {
            shown.Show($"{value.FilesDone} files, {ByteText.Of(value.BytesDone)}  {value.Current}");
        }
    }
}
