using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>
/// The folder that a drill works in. A mark in it says that it is a drill's, and only such a folder is ever cleared: a drill folder that
/// points at real data by mistake is refused, not emptied.
/// </summary>
internal sealed class DrillFolder(AgentSettings settings, ServiceStopper stopper)
{
    private const int Rounds = 40; // What forks meanwhile is met in the next one.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    internal async Task<Report> OpenAsync(OpenDrillOrder order, CancellationToken cancellation)
    {
        TrustedPlace.Require(order.Folder);
        if (Directory.Exists(order.Folder) && !IsDrill(order.Folder) && Directory.EnumerateFileSystemEntries(order.Folder).Any())
            throw new HostException(
                $"{order.Folder} is not empty and is no drill's folder", "give the host a drill folder of its own, or move away what is there");
        await ClearAsync(order.Folder, cancellation);
        TrustedPlace.MarksIn(order.Folder, ServiceFolder.Kind);
        await File.WriteAllTextAsync(MarkOf(order.Folder), "A drill works here. Holdfast removes this folder when the drill ends.\n", cancellation);
        return new Done(Note: order.Walled is { } wall ? await MountWall.WhyNotAsync(wall, settings.Time, cancellation) : null);
    }

    internal async Task<Report> CloseAsync(CloseDrillOrder order, CancellationToken cancellation)
    {
        await ClearAsync(order.Folder, cancellation);
        return new Done();
    }

    private async Task ClearAsync(string folder, CancellationToken cancellation)
    {
        if (!IsDrill(folder)) return;
        foreach (var service in ServiceFolder.NamesIn(folder))
            await stopper.StopAsync(new StopServiceOrder(service, folder), cancellation);
        for (var round = 0; round < Rounds && HostMark.ProcessesOf(folder) is { Count: > 0 } left; round++)
        {
            foreach (var process in left) ProcessTable.Send(process, Signal.Kill);
            await Task.Delay(Poll, settings.Time, cancellation);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static bool IsDrill(string folder) => File.Exists(MarkOf(folder));

    private static string MarkOf(string folder) => Path.Combine(folder, ".holdfast", "drill");
}
