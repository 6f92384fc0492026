using System.Diagnostics;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Plans.Pdf;

/// <summary>
/// A folder of mode 0700 for a program that is run once, and that program's keeper: a small process that waits for the end of this one,
/// however it comes, then ends what is left of the program and removes the folder. So nothing stays when we are killed.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    // Its only word from us is the end of its input. The program's first process leads a session, so its group is all that it started.
    private const string Keeping = """
        trap '' INT TERM HUP
        read -r gone
        if [ -s "$1/pid" ]; then kill -s KILL -- "-$(cat "$1/pid")" 2>/dev/null; fi
        until rm -rf -- "$1" 2>/dev/null; do sleep 0.1; done
        """;

    private readonly Process _keeper;

    private WorkFolder(string path)
    {
        Path = path;
        _keeper = new HostProgram("/bin/sh", ["-c", Keeping, "sh", path]) { OwnSession = true }.Start();
    }

    public string Path { get; }

    /// <exception cref="HostException">No one can keep it, so there is none.</exception>
    public static WorkFolder Make()
    {
        var path = Directory.CreateTempSubdirectory("holdfast-kit-").FullName;
        try
        {
            return new(path);
        }
        catch (HostException)
        {
            Directory.Delete(path);
            throw;
        }
    }

    /// <summary>A program that the keeper knows of.</summary>
    public HostProgram Guarded(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        new("/bin/sh", ["-c", "echo $$ >\"$1/pid\"; shift; exec \"$@\"", "sh", Path, program, .. arguments]) { OwnSession = true, Environment = environment };

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
    }
}
