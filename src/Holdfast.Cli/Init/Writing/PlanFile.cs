using System.Globalization;
using System.Text;
using Holdfast.Execution.Journals;
using Holdfast.Presentation;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Init.Writing;

/// <summary>The file that the plan is written to, at one stroke. A plan that is there is kept.</summary>
internal sealed class PlanFile(string path, bool force)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <exception cref="RunRefusedException">There is a plan.</exception>
    public void RefuseToReplace()
    {
        if (!force && File.Exists(Path))
        {
            throw new RunRefusedException($"There is a plan at {Path}; nothing was touched.",
                "Write another one with --output, or replace it with --force, which keeps a copy of the old one.");
        }

        if (Directory.Exists(Path))
        {
            throw new UsageException($"{Path} is a folder.", "Name the plan's file with --output.");
        }
    }

    /// <returns>Where the plan that was there is now; null: there was none.</returns>
    public string? Write(string text, DateTimeOffset now)
    {
        RefuseToReplace();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var before = File.Exists(Path) ? $"{Path}.before-{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}" : null;
        if (before is not null)
        {
            File.Copy(Path, before);
        }

        Durable.WriteWhole(Path, Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return before;
    }
}
