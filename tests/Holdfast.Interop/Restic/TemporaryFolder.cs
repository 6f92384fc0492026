namespace Holdfast.Interop.Restic;

/// <summary>A folder that is gone when the test is.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // By the program, because the tests make names that .NET's strings cannot hold.
        Shell.Run("rm", ["-rf", Path]);
    }
}
