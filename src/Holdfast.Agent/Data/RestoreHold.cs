using System.Globalization;
using System.Text;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>
/// Holds the place that a system is restored into, so that two runs never write there at once: each would delete what the other wrote.
/// The operating system frees the hold when its holder dies. The files stay, since removing a locked file lets two hold it.
/// </summary>
internal sealed class RestoreHold : IDisposable
{
    /// <summary>EWOULDBLOCK: what .NET reports when another process holds the lock.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private RestoreHold(FileStream file) => _file = file;

    /// <exception cref="HostException">Another run restores there; the message names it.</exception>
    internal static RestoreHold Take(RestoreOrder order, TimeProvider time)
    {
        TrustedPlace.Require(order.Folder);
        Directory.CreateDirectory(order.Folder); // For whoever its systems run as; only what is ours in it is closed to others.
        var path = Path.Combine(TrustedPlace.MarksIn(order.Folder, "restoring"), order.System);
        var hold = new RestoreHold(Open(order, path));
        try
        {
            // Beside the file, since a held one cannot be opened by whoever is refused.
            Durable.WriteWhole(HolderOf(path), Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{order.Run ?? "another restore"} (process {Environment.ProcessId}, since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z)")));
            return hold;
        }
        catch // Whatever it was, no one else would let go of it.
        {
            hold.Dispose();
            throw;
        }
    }

    private static FileStream Open(RestoreOrder order, string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            var other = File.Exists(HolderOf(path)) ? File.ReadAllText(HolderOf(path)) : "another run";
            throw new HostException(
                $"{order.System} is being restored there at this moment by {other}",
                "one of the two runs must end first; `holdfast run abort` gives one up", e);
        }
    }

    private static string HolderOf(string path) => path + ".holder";

    public void Dispose() => _file.Dispose();
}
