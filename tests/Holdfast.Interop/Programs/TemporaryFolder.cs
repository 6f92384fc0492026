using System.Diagnostics;

namespace Holdfast.Interop.Programs;

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // By the program, because some tests make names that .NET's strings cannot hold.
        using var remove = Process.Start("rm", ["-rf", "--", Path]);
        remove.WaitForExit();
    }
}
