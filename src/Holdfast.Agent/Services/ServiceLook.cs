using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Services;

/// <summary>Sees which services run. Touches nothing.</summary>
internal sealed class ServiceLook(AgentSettings settings)
{
    private const int LastLines = 5;
    private static readonly TimeSpan UnitPatience = TimeSpan.FromSeconds(10);

    internal async Task<Report> LookAsync(LookAtServicesOrder order, CancellationToken cancellationToken)
    {
        var seen = order.Services.Select(service => At(order.Folder, service)).ToList();
        foreach (var unit in order.Units)
        {
            seen.Add(await UnitAsync(unit, cancellationToken));
        }

        return new ServicesSeen(seen);
    }

    /// <returns>The first of them that does not run; null: all run.</returns>
    internal static string? FirstDead(string folder, IReadOnlyList<string> services) =>
        services.Select(service => At(folder, service)).FirstOrDefault(s => s.Running == false)?.Why;

    private static ServiceSeen At(string folder, string service)
    {
        if (!Directory.Exists(folder))
        {
            return new(service, null, $"whether service {service} runs is not known: {folder} is not on this machine");
        }

        var place = new ServiceFolder(folder, service);
        if (place.Read() is not { } record)
        {
            return new(service, false, $"service {service} is not running: it was not started in {folder}, or was stopped");
        }

        if (record.IsAlive)
        {
            return new(service, true, null);
        }

        var why = record.Boot == ProcessTable.BootId ? "it has ended" : "this machine was started again since";
        var said = ProgramEnd.Last(place.LogSince(0), LastLines);
        return new(service, false, $"service {service} is not running: {why}{(said.Length > 0 ? $"; the last lines of {place.Log}: {said}" : $", and {place.Log} says nothing")}");
    }

    private async Task<ServiceSeen> UnitAsync(string unit, CancellationToken cancellationToken)
    {
        try
        {
            var end = await new HostProgram("systemctl", ["is-active", "--", unit]).RunAsync(settings.Time, UnitPatience, cancellationToken);
            var state = end.LastLines(1);
            return end.IsGood ? new(unit, true, null)
                : state is "inactive" or "failed" or "deactivating" ? new(unit, false, $"unit {unit} is not running: systemd calls it {state}")
                : new(unit, null, $"whether unit {unit} runs is not known: {state}");
        }
        catch (HostException e)
        {
            return new(unit, null, $"whether unit {unit} runs is not known: {e.Message}");
        }
    }
}
