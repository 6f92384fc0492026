using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Execution.Plans;
using Holdfast.Failures;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>
/// Everything that a run would do, before anyone says yes: each program with its arguments, as whom, on which host, in which folder, with which
/// variables; the commands by which keys are found, and which host is given which key; what is restored where and what is asked.
/// </summary>
public static class WhatRuns
{
    /// <param name="asks">Whether somebody is asked next: then it is shown with --json, too, on standard error.</param>
    public static void Show(Screen screen, PlanInForce plan, World world, RecoveryGraph graph, bool asks) =>
        Show(screen, plan, [.. Repositories(world), .. Hosts(world, graph.Steps.Select(s => world.RecoveryHostOf(s.System))), .. Steps(world, graph)], asks);

    /// <summary>A line for each thing that a plan can have done on any machine: in a recovery, in a drill, when copies are taken, and when keys are found.</summary>
    public static IReadOnlyList<string> Everything(PlanInForce plan)
    {
        var world = plan.Real();
        var recoverable = plan.Plan.Systems.Where(s => s.RecoversOn is not null).ToArray();
        var drilled = recoverable.Where(s => plan.Plan.HostNamed(s.RecoversOn!).Drill is not null).Select(s => s.Name).ToArray();
        string[] lines =
        [
            .. Repositories(world),
            .. Hosts(world, plan.Plan.Hosts),
            .. Copies(world, plan.Plan.Systems),
            .. Removals(plan.Plan.Systems),
            .. Alerts(world),
            .. Steps(world, RecoveryGraph.Of(plan.Plan, [.. recoverable.Select(s => s.Name)])),
            .. Steps(plan.Drill(), RecoveryGraph.Of(plan.Plan, drilled)).Select(line => "in a drill, " + line),
        ];
        return [.. lines.Select(HostBase.Shown)];
    }

    /// <summary>The same of what else a command does by a plan, before it is asked whether that is to be believed at all.</summary>
    public static void ShowUse(Screen screen, PlanInForce plan, PlanUse use)
    {
        var world = plan.Real();
        Show(
            screen,
            plan,
            [
                .. Repositories(world, use.Repositories),
                .. Hosts(world, use.Hosts),
                .. Copies(world, use.Copied),
                .. Removals(use.Thinned),
                .. use.Alerts ? Alerts(world) : [],
            ],
            asks: true);
    }

    private static void Show(Screen screen, PlanInForce plan, string[] lines, bool asks)
    {
        string[] all = [$"Plan: {plan.Origin}", $"Folder of the plan: {HostBase.Shown(plan.Folder)}", $"SHA-256 of the plan and its folder: {plan.Fingerprint}", "What will run:", .. lines.Select(line => "  " + HostBase.Shown(line))];
        foreach (var line in all)
        {
            screen.Line(line);
            if (screen.Json && asks)
            {
                Screen.Tell(line, new JsonObject { { "message_type", "will_run" }, { "message", line } });
            }
        }
    }

    private static IEnumerable<string> Repositories(World world) => Repositories(world, world.Plan.Repositories);

    private static IEnumerable<string> Repositories(World world, IEnumerable<RepositoryPlace> places) =>
        places.Select(world.AddressOf).Select(a => $"repository {a.Name} at {ShellText.Of(a.At)}, {Key(a.Key)}");

    private static IEnumerable<string> Alerts(World world)
    {
        var alerts = world.Plan.Alerts;
        if (alerts?.Command is { } command)
        {
            yield return $"alerts: runs /bin/sh -c {ShellText.Of(command)} on the machine that keeps the schedule";
        }

        if (alerts?.Mail is { } mail)
        {
            yield return $"alerts: sends mail to {string.Join(", ", mail.To)} by {mail.Host}:{mail.Port.ToString(CultureInfo.InvariantCulture)}{(mail.User is { } user ? $" as {user}" : "")}{Secret(world, mail.Password)}";
        }

        foreach (var hook in alerts?.Webhooks ?? [])
        {
            yield return $"alerts: posts to {Url(world, hook.Url)}{Secret(world, hook.Key)}";
        }

        if (alerts?.Heartbeat is { } beat)
        {
            yield return $"alerts: asks {Url(world, beat)}";
        }
    }

    private static string Url(World world, HiddenUrl url) => url.Text ?? $"the address{Secret(world, url.Kept)}";

    private static string Secret(World world, KeyReference? secret) => secret is { } key ? $", {Key(world.ReferenceOf(key))}" : "";

    /// <summary>Each once, how it is reached, and what another machine is given.</summary>
    private static IEnumerable<string> Hosts(World world, IEnumerable<Host> hosts) => hosts.Distinct().Select(h =>
        $"host {h.Name}: {(h.Ssh is { } ssh ? $"reached by ssh at {ssh}" : "this machine")}, folder {ShellText.Of(world.FolderOf(h))}"
        + (h.Ssh is null ? "" : string.Concat(GivenTo(world, h).Select(given => $"; is given {given}"))));

    /// <summary>As far as it is found on this machine: the keys of the repositories that its systems have copies in, and the passwords of their databases.</summary>
    private static IEnumerable<string> GivenTo(World world, Host host)
    {
        var systems = world.Plan.Systems.Where(s => s.Protection is not null && (s.RunsOn == host.Name || s.RecoversOn == host.Name)).ToArray();
        foreach (var name in systems.SelectMany(s => s.Protection!.To).Distinct())
        {
            if (KeyFor(world, world.Plan.RepositoryNamed(name), host) is { } key)
            {
                yield return $"the key of {name} ({key})";
            }
        }

        foreach (var system in systems)
        {
            if (system.Protection!.Data.Password is { } password)
            {
                yield return $"the password of {system.Name} ({world.ReferenceOf(password)})";
            }
        }
    }

    /// <returns>Null: the host has no way to the repository, so that it is given no key.</returns>
    private static string? KeyFor(World world, RepositoryPlace place, Host host)
    {
        try
        {
            return world.AddressOf(place, host).Key;
        }
        catch (FailureException)
        {
            return null; // The step that needs it says so.
        }
    }

    /// <summary>Of systems of which not every copy is kept.</summary>
    private static IEnumerable<string> Removals(IEnumerable<ProtectedSystem> systems) => systems.Where(s => s.Protection?.Keep is not null)
        .Select(s => $"{s.Name}: removes copies from {string.Join(" and ", s.Protection!.To)} but {Spoken.Kept(s.Protection.Keep)}");

    private static IEnumerable<string> Copies(World world, IEnumerable<ProtectedSystem> systems) =>
        systems.Where(s => s.Protection is not null).Select(s => $"{s.Name} on {s.RunsOn}: copies {Data(world.SourceOf(s, world.Plan.HostNamed(s.RunsOn)))}");

    private static IEnumerable<string> Steps(World world, RecoveryGraph graph)
    {
        foreach (var step in graph.Steps)
        {
            var host = world.RecoveryHostOf(step.System);
            var after = step.After.IsEmpty ? "" : $" (after {string.Join(" and ", step.After)})";
            yield return $"{step.Name} on {host.Name}: {Of(world, step, host)}{after}";
        }
    }

    private static string Of(World world, GraphStep step, Host host) => world.ActionOf(step.Step) switch
    {
        _ when world.Drill && step.Step.InADrill is SkippedInDrill => "skipped in a drill",
        WaitAction wait => $"waits {Spoken.Exactly(wait.For)}",
        RestoreAction restore => $"restores into {Data(world.SourceOf(step.System, host))}{(restore.Owner is { } owner ? $", to be owned by {owner}" : "")}{(restore.Allows.Any() ? $", with {string.Join(", ", restore.Allows)}" : "")}",
        TaskAction task => $"asks a person: {task.Do}",
        ApprovalAction approval => $"asks for the yes of {approval.Of.ToString(CultureInfo.InvariantCulture)}",
        PersonAction => "asks or tells a person",
        _ => Of(world.OrderFor(step, null, "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)),
    };

    private static string Of(Order order) => order switch
    {
        StartServiceOrder e => $"starts {Program(e.Command, e.As, e.Folder)}{Variables(e.Environment)}",
        RunCommandOrder e => $"runs {Program(e.Command, e.As, e.Folder)}",
        CheckOrder { Check: CommandCheckSpec e } => $"checks by running {Program(e.Command, e.As, e.Folder)}",
        CheckOrder { Check: HttpCheckSpec e } => $"checks by asking {e.Method} {e.Url}",
        CheckOrder { Check: SqlCheckSpec e } => $"checks by asking the database {Data(e.Source)}: {e.Query}",
        CheckOrder { Check: FilesCheckSpec e } => $"checks by counting files in {ShellText.Of(e.Folder)}",
        _ => order.GetType().Name,
    };

    private static string Program(IReadOnlyList<string> words, string? user, string folder) =>
        $"{string.Join(' ', words.Select(ShellText.Of))}  as {user ?? $"{Environment.UserName} (who runs Holdfast)"} in {ShellText.Of(folder)}";

    private static string Variables(IReadOnlyDictionary<string, string> environment) => environment.Count == 0
        ? ""
        : $" with {string.Join(' ', environment.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={ShellText.Of(e.Value)}"))}";

    private static string Data(SourceSpec source) =>
        ShellText.Of(source.Path) + (source.Settings.TryGetValue("user", out var user) ? $" as {user}" : "") + (source.Password is { } password ? $", {Key(password)}" : "");

    private static string Key(string reference) => reference.StartsWith("command:", StringComparison.Ordinal)
        ? $"its key found by running /bin/sh -c {ShellText.Of(reference["command:".Length..])}  as {Environment.UserName}"
        : $"its key at {reference}";
}
