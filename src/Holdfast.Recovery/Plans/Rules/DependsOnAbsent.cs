using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A recovery that speaks to something that the plan does not know, and so can neither bring back nor miss.</summary>
internal sealed partial class DependsOnAbsent() : Rule("depends-on-absent", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from known in new[] { Known(plan) }
        from system in plan.Systems
        from step in system.Recover.Index()
        from machine in TextsOf(step.Item).SelectMany(MachinesIn).Distinct()
        where !IsHere(machine) && !known.Contains(machine) && !known.Contains(machine.Split('.')[0])
        select At(
            $"step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} speaks to {Shown.Quoted(machine)}, and the plan knows no system, service or host of that name",
            $"add it under \"services\" or \"systems\" by the name of {Shown.Quoted(machine)} or of its first part, and name it in what the system needs.",
            "systems", system.Name, "recover", $"{step.Index}");

    /// <summary>What a step says where addresses may stand. Not its environment: values there may be secrets, and a finding shows what it found.</summary>
    private static ImmutableArray<string> TextsOf(RecoveryStep step) => step.Action switch
    {
        ServiceAction service => service.Command,
        CommandAction command => command.Command,
        CommandCheck check => check.Command,
        HttpCheck http => [http.Url],
        _ => [],
    };

    private static IEnumerable<string> MachinesIn(string text) => Address().Matches(text).Select(m => m.Groups[1].Value.Trim('[', ']'));

    /// <summary>The machine itself; what stands in braces is filled in with its own places.</summary>
    private static bool IsHere(string machine) =>
        machine.Contains('{', StringComparison.Ordinal) || machine is "::1" or "localhost" or "0.0.0.0" || machine.StartsWith("127.", StringComparison.Ordinal);

    private static HashSet<string> Known(Plan plan) => new(
        [
            .. plan.Systems.Select(s => s.Name),
            .. plan.Services.Select(s => s.Name),
            .. plan.Hosts.Select(h => h.Name),
            .. plan.Hosts.Select(h => h.Ssh?.Split('@')[^1]).OfType<string>(),
            .. plan.Systems.SelectMany(s => s.Recover).Select(step => (step.Action as SwitchDnsAction)?.Record).OfType<string>(),
        ],
        StringComparer.OrdinalIgnoreCase);

    // SCHEME://, perhaps USER@, then the machine. A name and a password before the @ are left behind.
    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@\s""']*@)?(\[[^\]]+\]|[^/:\s""'?#,;]+)")]
    private static partial Regex Address();
}
