namespace Holdfast.Execution.Stores;

/// <summary>A file that one process at a time may have open. The operating system lets go of it when its holder dies.</summary>
internal static class FileLock
{
    /// <summary>EWOULDBLOCK: what .NET reports when another process holds the lock, and nothing else.</summary>
    private const int WouldBlock = 11;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <returns>Null: another has it.</returns>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }

    /// <summary>For as long as a few lines take to write.</summary>
    /// <exception cref="IOException">Another has had it for too long.</exception>
    public static FileStream Take(string path, TimeSpan patience, TimeProvider clock)
    {
        for (var begun = clock.GetTimestamp(); ; Thread.Sleep(Look))
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (clock.GetElapsedTime(begun) > patience)
            {
                throw new IOException($"{path} has been locked by another process for {patience.TotalSeconds:0} s; is a holdfast process stopped?");
            }
        }
    }
}
