using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Every system with its steps, those first that others need: to follow what Holdfast does, to do by hand, and to sign.</summary>
public static class SystemsSection
{
    public const string Id = "systems";

    public static Section Of(Kit kit) => new(
        Id,
        "Each system, step by step",
        Html.P("Holdfast does the steps that name it, in this order, and stops at one that fails. The other steps are for people; it waits until somebody says that they are done. Tick what is done and write when."),
        NeedsOrder.Of(kit.Plan).Select(s => System(kit, s)));

    private static XElement System(Kit kit, ProtectedSystem system)
    {
        var host = system.RecoversOn is { } on ? kit.Plan.HostNamed(on) : null;
        var words = new StepWords(kit, system, host);
        return Html.Of(
            "div",
            "card",
            Html.Element("h3", system.Name),
            Html.Facts(
                ("Must operate within (RTO)", $"{Said.Of(system.Rto.Value)}{(system.Tier is { } tier ? $" ({tier})" : "")}"),
                ("May lose at most (RPO)", Said.Of(system.Rpo.Value)),
                ("Ran on", system.RunsOn),
                ("Comes back on", host is null
                    ? Missing.Of($"{system.Name} has no place to come back to.", $"systems: {{ {system.Name}: {{ recovers on: HOST }} }}")
                    : new object?[] { host.Name, " in ", Html.Code(kit.World.ShownFolderOf(host)), Ports(host) }),
                ("First must operate", Said.All(system.Needs)),
                ("Needs from others", Said.All(system.NeedsServices)),
                ("Needs people", Said.All(system.NeedsPeople.Select(role => People.Of(kit.Plan, role)), "; ")),
                ("Its data", Data(system)),
                ("Something stands ready", Standby(system)),
                ("Size", system.Size?.ToString())),
            system.Recover.IsEmpty
                ? Missing.Of($"Nothing says how {system.Name} is brought back.", $"systems: {{ {system.Name}: {{ recover: [{{ restore: {system.Name} }}, {{ check: ... }}] }} }}")
                : Steps(system, words),
            system.WorkRecovery is { } work ? Html.P($"Then people still work {Said.Of(work.Value)} to verify, to enter again what was lost, and to clear what piled up.") : null,
            Html.Of("div", "sign", Html.Blank($"{system.Name} operates at"), Html.Blank("Checked by (signature)")));
    }

    private static XElement Steps(ProtectedSystem system, StepWords words) => Html.Table(
        "fill steps",
        ["", "Step", "Who", "Expected", "Failed after", "Done at"],
        system.Recover.Select((step, i) => (IReadOnlyList<object?>)
        [
            Html.Tick(),
            new object?[] { Html.Strong($"{i + 1}. "), words.Of(step.Action), Html.Of("span", "name", $" {system.Name}/{step.Name}"), Answer(system, step) },
            words.Who(step.Action),
            step.DeclaredDuration is { } takes ? Said.Of(takes) : "not said",
            Said.Of(step.Timeout)
                + (step.Retries > 0 ? $", tried {step.Retries + 1} times" : "")
                + step.OnFailure switch
                {
                    OnFailure.Continue => "; go on if it fails",
                    OnFailure.Ask => "; if it fails, whoever leads is asked",
                    _ => "",
                }
                + (step.Skip == SkipRule.TwoPeople ? "; skipped only by the codes of two people" : ""),
            null,
        ]));

    /// <summary>How somebody tells the run that a person did it.</summary>
    private static XElement? Answer(ProtectedSystem system, RecoveryStep step) => step.Action is not PersonAction ? null : Html.P(
        "then ", Html.Code($"holdfast run {(step.Action is ApprovalAction ? "approve" : "confirm")} {ShellText.Of($"{system.Name}/{step.Name}")}"));

    private static string Ports(Host host) =>
        Said.All(host.Settings.Ports.Select(p => $"{p.Key} {p.Value}")) is { } ports ? $", ports: {ports}" : "";

    private static object Data(ProtectedSystem system) => system.Protection is { } protection
        ? $"{protection.Data.Title} {protection.Data.Path}, copied {protection.Often(Said.Of)} to {string.Join(", ", protection.To)}"
        : system.HoldsNoData is { } why ? $"none to bring back: {why}"
        : Missing.Of($"Nothing of {system.Name} is copied anywhere.", $"systems: {{ {system.Name}: {{ protect: {{ files: FOLDER, every: 1 hour, to: [REPOSITORY] }} }} }}");

    private static string? Standby(ProtectedSystem system) => system.Standby.Kind == StandbyKind.None
        ? null
        : $"{Words.Of(system.Standby.Kind)}, on {system.Standby.On ?? system.RecoversOn}{(system.Standby.Lag is { } lag ? $", at most {Said.Of(lag)} behind" : "")}; this version does not switch to it";
}
