using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>Ends what <see cref="ServiceStarter"/> started, and all that it started in turn.</summary>
internal sealed class ServiceStopper(AgentSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    internal async Task<Report> StopAsync(StopServiceOrder order, CancellationToken cancellation)
    {
        var folder = new ServiceFolder(order.Folder, order.Service);
        using var only = folder.LockIfAny();
        if (only is null || folder.Read() is not { } record) return new Done(Note: $"service {order.Service} was not running");
        if (order.Run is { } run && record.Run is { } other && other != run && record.IsAlive)
        {
            return new Failed($"service {order.Service} (pid {record.Pid}) was started by {other}, not by {run}", $"stop it with \"holdfast run stop {other}\" if it is not needed");
        }

        var note = await EndAsync(order.Service, record, cancellation);
        folder.Remove();
        return new Done(Note: note);
    }

    /// <returns>What an operator should know; null: it ended when it was asked to.</returns>
    internal async Task<string?> EndAsync(string service, ServiceRecord record, CancellationToken cancellation)
    {
        var family = record.Family();
        if (family.Count == 0) return $"service {service} was not running";
        Ask(record, family);
        for (var begun = settings.Time.GetTimestamp(); settings.Time.GetElapsedTime(begun) < Patience;)
        {
            if (record.Family().Count == 0) return null;
            await Task.Delay(Poll, settings.Time, cancellation);
        }

        for (var round = 0; round < 40 && record.Family() is { Count: > 0 } left; round++)
        {
            foreach (var process in left) ProcessTable.Send(process, Signal.Kill);
            await Task.Delay(Poll, settings.Time, cancellation);
        }

        if (record.Family() is [var undying, ..])
            throw new HostException($"service {service} does not end: {OpenFiles.Describe(undying.Pid)} survives SIGKILL",
                "it waits for a device or a dead network file system; see `ps -o pid,stat,wchan`");
        return $"service {service} did not end within {Patience.TotalSeconds:0} s of being asked and was killed";
    }

    // A PostgreSQL server ends its own children, in order; a signal of ours to them would look like a crash. SIGINT is its fast
    // shutdown: SIGTERM would wait for every client to leave.
    private static void Ask(ServiceRecord record, IReadOnlyList<ProcessEntry> family)
    {
        var postgres = Path.GetFileName(record.Command[0]) == "postgres" && record.IsAlive;
        foreach (var process in family.Where(p => !postgres || p.Pid == record.Pid))
            ProcessTable.Send(process, postgres ? Signal.Interrupt : Signal.Terminate);
    }
}
