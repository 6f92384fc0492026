using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Recovery.Plans;

/// <summary>Something of production that a step of a drill would touch or ask.</summary>
/// <param name="Index">The step's place among the steps of its system.</param>
/// <param name="What">What it does, on what: <c>asks port 5432, which is port database of host office-server</c>.</param>
/// <param name="Instead">How the plan should say it.</param>
public sealed record DrillTouch(ProtectedSystem System, RecoveryStep Step, int Index, string What, string Instead);

/// <summary>
/// Finds what leads a drill out of its places. A plan says where things are by <c>{folder}</c> and <c>{port NAME}</c>, which a drill fills
/// with its own; what is written out is the same in a drill as on the worst day, and there production lives.
/// </summary>
public static class DrillTouches
{
    private const string UsePlaceholder = "write {port NAME}, with the port among those of the host";

    /// <param name="systems">Those that the drill would bring back; what of them recovers where no drill can run is left out.</param>
    /// <param name="planFolder">Absolute: what relative folders start from.</param>
    public static ImmutableArray<DrillTouch> Of(Plan plan, IEnumerable<ProtectedSystem> systems, string planFolder)
    {
        var places = new RealPlaces(plan, planFolder);
        var touches = ImmutableArray.CreateBuilder<DrillTouch>();
        foreach (var system in systems.Where(s => s.RecoversOn is { } host && plan.HostNamed(host).Drill is not null))
        {
            var host = plan.HostNamed(system.RecoversOn!);
            foreach (var (index, step) in system.Recover.Index())
            {
                touches.AddRange(InStep(places, system, host, step).Distinct().Select(t => new DrillTouch(system, step, index, t.What, t.Instead)));
            }
        }

        return touches.ToImmutable();
    }

    private static IEnumerable<(string What, string Instead)> InStep(RealPlaces places, ProtectedSystem system, Host host, RecoveryStep step)
    {
        var action = step.InADrill switch
        {
            SkippedInDrill => null,
            OtherwiseInDrill otherwise => otherwise.Command,
            _ => step.Action,
        };
        return action switch
        {
            ServiceAction service => InWords(places, host, service.Command, [.. service.Command, .. service.Environment.Values]),
            CommandAction command => InWords(places, host, command.Command, command.Command),
            CommandCheck command => InWords(places, host, command.Command, command.Command),
            HttpCheck http => InUrl(places, host, http.Url),
            SqlCheck when system.Protection?.Data is { Port: { } port, Kind: var kind } => InPort(places, system, port, kind),
            _ => [],
        };
    }

    private static IEnumerable<(string, string)> InWords(RealPlaces places, Host host, ImmutableArray<string> command, ImmutableArray<string> texts) =>
    [
        .. MachineServices.In(command).Select(program =>
            ($"runs {program}, which works on the machine's own services", "say what a drill does in its place:  in a drill: skip  with  because: ...  or  in a drill: { run: ... }")),
        .. texts.SelectMany(text => LiteralText.Ports(text).Select(places.PortOf).OfType<string>().Select(port => ($"uses {port}", UsePlaceholder))),
        .. texts.SelectMany(text => LiteralText.Hosts(text).Select(name => places.OtherHost(name, host)).OfType<string>().Select(name => ($"speaks to {name}", "leave it out of drills:  in a drill: skip"))),
        .. texts.SelectMany(text => LiteralText.Paths(text, places.Drill(host), places.PlanFolder).Select(path => places.DataAt(path, host)).OfType<string>()
            .Select(path => ($"works in {path}", "write {folder}/... , which is the drill's folder in a drill"))),
    ];

    private static IEnumerable<(string, string)> InUrl(RealPlaces places, Host host, string url)
    {
        if (LiteralText.Asked(url) is not var (name, port))
        {
            yield break;
        }

        if (places.OtherHost(name, host) is { } other)
        {
            yield return ($"asks {other}", "ask 127.0.0.1 and {port NAME}: what the drill brought back answers there");
        }
        else if (port is not null && LiteralText.IsLoopback(name) && places.PortOf(port.Value) is { } real)
        {
            yield return ($"asks {real}", UsePlaceholder);
        }
    }

    /// <summary>A port that is written out is where the data is copied from: production's server.</summary>
    private static IEnumerable<(string, string)> InPort(RealPlaces places, ProtectedSystem system, string port, string kind)
    {
        if (int.TryParse(port, CultureInfo.InvariantCulture, out var number))
        {
            yield return ($"asks {places.PortOf(number) ?? $"port {number}, where the server of host {system.RunsOn} is"}", $"write  port: \"{{port NAME}}\"  under  {kind}:  with the port among those of the hosts");
        }
    }
}
