using Holdfast.Agent.Discovery;

namespace Holdfast.Agent.Data.Judging;

/// <summary>Which file systems data is on: an unmounted disk leaves an empty folder, or the old content of the one beneath.</summary>
internal static class DataMounts
{
    /// <param name="data">A file or folder, absolute.</param>
    internal static IReadOnlyList<string> Of(string data, MountTable mounts)
    {
        var place = RealPath(data);
        var holder = place;
        while (mounts.At(holder) is null && holder != "/")
        {
            holder = Path.GetDirectoryName(holder)!;
        }

        return [holder, .. mounts.Under(place).Where(m => MountTable.IsLasting(mounts.At(m)!))];
    }

    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                real = File.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
            }
            catch (IOException)
            {
                return path; // Links in a circle: whoever reads the data says so.
            }
        }

        return real;
    }
}
