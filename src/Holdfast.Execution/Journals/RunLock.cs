using System.Text;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Journals;

/// <summary>One failover at a time, and one drill. The operating system frees the lock when its holder dies.</summary>
public sealed class RunLock : IDisposable
{
    /// <summary>EWOULDBLOCK: what .NET reports when another process holds the lock, and nothing else.</summary>
    internal const int WouldBlock = 11;

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <exception cref="RunRefusedException">Another run of the kind goes on; the message names it.</exception>
    public static RunLock Take(StateFolder state, RunKind kind, string run)
    {
        var path = state.LockOf(kind);
        var taken = new RunLock(Open(path, kind));
        try
        {
            // Beside the lock, since the locked file itself cannot be opened by whoever is refused.
            Durable.WriteWhole(path + ".holder", Encoding.UTF8.GetBytes(new RunHolder(run, Environment.ProcessId).Text));
            return taken;
        }
        catch // Whatever it was, nobody else would let go of the lock.
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Whether a process is about that carries out this run. Takes no lock, which would be in the way of one that begins.</summary>
    public static bool IsHeldFor(StateFolder state, RunKind kind, string run) => Holder(state.LockOf(kind)) is { IsAlive: true } holder && holder.Run == run;

    private static RunHolder? Holder(string path) => File.Exists(path + ".holder") ? RunHolder.Read(File.ReadAllText(path + ".holder")) : null;

    private static FileStream Open(string path, RunKind kind)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            var holder = Holder(path)?.ToString() ?? "another run";
            throw new RunRefusedException(
                $"{kind} refused: {holder} is under way.", "Watch it with \"holdfast run show\", or let it end first. If it is paused: \"holdfast run unpause\".");
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>A run was not begun, and nothing was touched.</summary>
public sealed class RunRefusedException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
