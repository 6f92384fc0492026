using Holdfast.Restic.Operations;

namespace Holdfast.Cli.Repo;

/// <summary>Shows a restore's progress, on the terminal or as restic's status lines.</summary>
internal sealed class RestoreDisplay(RepoContext context, ShownProgress shown) : IProgress<RestoreProgress>
{
    public void Report(RestoreProgress value)
    {
        if (context.Json && !context.Quiet)
        {
            shown.Line(j =>
            {
                j.WriteString("message_type", "status");
                j.WriteNumber("seconds_elapsed", (long)shown.Elapsed.TotalSeconds);
                j.WriteNumber("files_restored", value.FilesDone);
                j.WriteNumber("bytes_restored", value.BytesDone);
            });
        }
        else
        {
            shown.Show($"{value.FilesDone} files, {ByteText.Of(value.BytesDone)}  {value.Current}");
        }
    }
}
