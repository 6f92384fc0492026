using Holdfast.Recovery.Runs;

namespace Holdfast.Stages.Journals;

/// <summary>One failover at a time, and one drill. The operating system frees the lock when its holder dies.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <exception cref="RunRefusedException">Another run of the kind goes on; the message names it.</exception>
    public static RunLock Take(StateFolder state, RunKind kind, string run)
    {
        var path = state.LockOf(kind);
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside the lock, since the locked file itself cannot be opened by whoever is refused.
            File.WriteAllText(path + ".holder", $"{run} (process {Environment.ProcessId})");
            return new(file);
        }
        catch (IOException) when (File.Exists(path + ".holder"))
        {
            throw new RunRefusedException(
                $"{kind} refused: {File.ReadAllText(path + ".holder")} is under way.",
                "Watch it with \"holdfast run show\", or let it end first.");
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>A run was not begun, and nothing was touched.</summary>
public sealed class RunRefusedException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
