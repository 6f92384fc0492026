using Holdfast.Protocol;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>
/// What Holdfast restored on a host, so that a restore may be repeated and still never replaces data that came from elsewhere.
/// The mark is written before the first byte: a restore that was cut off may begin again.
/// </summary>
internal static class RestoredMark
{
    /// <exception cref="HostException">There is data at the target that Holdfast did not put there.</exception>
    internal static void Claim(RestoreOrder order, string target)
    {
        var mark = Path.Combine(order.Folder, ".holdfast", "restored", order.System);
        if (File.Exists(mark) && File.ReadAllText(mark) == target) return;
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new HostException(
                $"{target} holds data that Holdfast did not restore there, and a restore would replace it",
                "move it away if it is not needed; it is never overwritten unasked");
        Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
        Restic.Backends.Durable.WriteWhole(mark, System.Text.Encoding.UTF8.GetBytes(target));
    }
}
