using System.Diagnostics;
using System.Net.NetworkInformation;
using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>Starts a program that outlives us.</summary>
internal sealed class ServiceStarter(AgentSettings settings, ServiceStopper stopper)
{
    // The program is not started before its record is on disk: the launcher waits for a word on its standard input and gives up
    // when we die first. So at no moment a service runs that no one knows of. Only then it becomes the program (exec): same pid,
    // same start time. Its arguments are never read by the shell.
    private const string Launcher =
        """read -r word || exit 125; [ "$word" = go ] || exit 125; log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""";

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    internal async Task<Report> StartAsync(StartServiceOrder order, CancellationToken cancellation)
    {
        var command = await HostCommand.PrepareAsync(order.Folder, order.Command, order.As, order.Environment, order.Mark, settings, cancellation);
        var folder = new ServiceFolder(order.Folder, order.Service);
        using var only = folder.Lock();
        if (folder.Read() is { } earlier)
        {
            if (earlier.IsAlive) return Running(order, earlier);
            await stopper.EndAsync(order.Service, earlier, cancellation); // Its children may hold the port still.
        }

        if (TakenPort(order.Ports) is { } port)
            return new Failed(
                $"service {order.Service}: port {port} is taken by another program, whose answers would pass for the service's",
                $"it is {OwnerOf(port)}: end that, and try again");
        var said = folder.LogLength;
        using var process = new HostProgram("sh", ["-c", Launcher, "sh", folder.Log, .. command.Words])
        {
            Folder = command.Folder, Environment = command.Environment, OwnSession = true,
        }.Start();
        ServiceRecord record;
        try
        {
            var start = ProcessTable.Find(process.Id)?.StartTime
                ?? throw new HostException($"service {order.Service}: its launcher ended at once");
            record = new(process.Id, start, ProcessTable.BootId, order.Command, order.As, order.Mark?.Run);
            folder.Write(record);
            await process.StandardInput.WriteAsync("go\n".AsMemory(), cancellation);
        }
        finally
        {
            process.StandardInput.Close(); // Without the word, this ends the launcher.
        }

        if (await SettlesAsync(record, cancellation)) return new Done();
        folder.Remove();
        var words = await LastWordsAsync(process, folder.LogSince(said));
        return new Failed($"service {order.Service} ended at once{words}", $"{(Cures.Of(words) is { } cure ? cure + "; " : "")}its log is {folder.Log}");
    }

    private static Report Running(StartServiceOrder order, ServiceRecord running) => order switch
    {
        _ when !running.Runs(order.Command, order.As) => new Failed(
            $"service {order.Service} runs already with another command: {string.Join(' ', running.Command)} (pid {running.Pid})",
            "stop it first, then start it again"),
        { Mark.Run: var run } when running.Run is { } other && other != run => new Failed(
            $"service {order.Service} runs already (pid {running.Pid}): {other} started it, and it works with what that brought back",
            "if that is not needed, stop it first, then start it again"),
        _ => new Done(Note: $"service {order.Service} runs already (pid {running.Pid})"),
    };

    private static int? TakenPort(IReadOnlyList<int>? ports)
    {
        if (ports is null or { Count: 0 }) return null;
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        return ports.Where(taken.Contains).Select(p => (int?)p).FirstOrDefault();
    }

    private static string OwnerOf(int port) => Listeners.OnAnyAddress(port).Sockets.SelectMany(s => s).Select(p => OpenFiles.Describe(p.Pid)).FirstOrDefault()
        ?? $"a program that only root may see (ss -ltnp sport = :{port})";

    private async Task<bool> SettlesAsync(ServiceRecord record, CancellationToken cancellation)
    {
        for (var begun = settings.Time.GetTimestamp(); settings.Time.GetElapsedTime(begun) < Settling;)
        {
            if (!record.IsAlive) return false;
            await Task.Delay(Poll, settings.Time, cancellation);
        }

        return record.IsAlive;
    }

    private static async Task<string> LastWordsAsync(Process process, string log)
    {
        // What the launcher itself could say, such as a log that cannot be written, comes by our pipe.
        var words = ProgramEnd.Last($"{await process.StandardError.ReadToEndAsync()}\n{log}", 5);
        return words.Length > 0 ? $": {words}" : ", without a word";
    }
}
