using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Agents;

/// <summary><c>holdfast host check</c>: whether the hosts can be reached and have what recovery needs, said before anything is touched.</summary>
internal static class HostCommand
{
    public static Command Create() => new("host", "The machines of the plan.") { Check() };

    private static Command Check()
    {
        var named = new Argument<string[]>("HOST") { Description = "Which hosts, by their names in the plan; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "See whether each host can be reached, how far its clock is off, and whether it has the room, programs, users, ports and repositories that recovery needs.") { named };
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var hosts = Choose(session, parsed.GetValue(named) ?? []);
            session.AgreeToUse("host check", new() { Repositories = session.Plan.Plan.Repositories, Hosts = [.. hosts] }); // It finds keys, puts an agent on hosts and gives them to it, as protect does.
            var check = new HostCheck(session.Plan.Real(), session.Link, host => Hosts.Remote(host, session.Clock, new(static _ => { }, Screen.Note)), RepositoryIds.NamesIn(session.State, Screen.Warn));
            var seen = await check.RunAsync(hosts, cancellationToken);
            Show(session.Screen, hosts, seen);
            return seen.All(h => h.IsGood) ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }

    private static Host[] Choose(Session session, string[] named)
    {
        var hosts = session.Plan.Plan.Hosts;
        return named.FirstOrDefault(n => hosts.All(h => h.Name != n)) is { } unknown
            ? throw new UsageException($"The plan has no host \"{unknown}\".", $"It has {string.Join(", ", hosts.Select(h => h.Name))}.")
            : named.Length == 0 ? [.. hosts] : [.. named.Distinct().Select(session.Plan.Plan.HostNamed)];
    }

    private static void Show(Screen screen, Host[] hosts, IReadOnlyList<CheckedHost> seen)
    {
        if (screen.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new ShownHosts(seen.All(h => h.IsGood), [.. seen.Select(Shown)]), HostJson.Default.ShownHosts));
            return;
        }

        foreach (var (host, found) in hosts.Zip(seen))
        {
            if (found.Unreachable is { } why)
            {
                screen.Line($"{host.Name}: NOT REACHED: {why.Message}");
                screen.Line(why.Hint is null ? "" : $"  HINT: {why.Hint}");
                continue;
            }

            screen.Line($"{host.Name}: {(found.IsGood ? "good" : "NOT GOOD")}, {Words(host, found)}");
            foreach (var finding in found.Findings)
            {
                screen.Line($"  {(finding.Good switch { true => "ok     ", false => "MISSING", _ => "unknown" })} {finding.What}{(finding.Note is null ? "" : $": {finding.Note}")}");
            }
        }
    }

    private static string Words(Host host, CheckedHost found)
    {
        var room = found.FreeBytes is { } free ? $", {Spoken.Bytes(free)} free" : "";
        return found.Greeting is { } greeting
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{greeting.User} on {greeting.Machine} over ssh to {host.Ssh}, {found.RoundTrip!.Value.TotalMilliseconds:0} ms, its clock {found.ClockOffset!.Value.TotalSeconds:+0.0;-0.0;0.0} s{room}")
            : $"this machine{room}";
    }

    private static ShownHost Shown(CheckedHost host) => new(
        host.Name,
        host.IsGood,
        host.Unreachable?.Message,
        host.Unreachable?.Hint,
        host.Greeting?.Machine,
        host.Greeting?.User,
        host.RoundTrip?.TotalSeconds,
        host.ClockOffset?.TotalSeconds,
        host.FreeBytes,
        [.. host.Findings.Select(f => new ShownFinding(f.What, f.Good, f.Note))]);
}

internal sealed record ShownHosts(bool Good, IReadOnlyList<ShownHost> Hosts);

/// <param name="RoundTripSeconds">Null: it is this machine, or did not answer; so the others.</param>
internal sealed record ShownHost(
    string Host,
    bool Good,
    string? NotReached,
    string? Hint,
    string? Machine,
    string? User,
    double? RoundTripSeconds,
    double? ClockAheadSeconds,
    long? FreeBytes,
    IReadOnlyList<ShownFinding> Findings);

internal sealed record ShownFinding(string What, bool? Good, string? Note);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ShownHosts))]
internal sealed partial class HostJson : JsonSerializerContext;
