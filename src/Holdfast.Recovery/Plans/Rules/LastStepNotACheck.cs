using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Operating means operating: nothing but an answer from the system shows that it does.</summary>
internal sealed class LastStepNotACheck() : Rule("last-step-not-a-check", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover is [.., { Action: not CheckAction }]
        select At(
            $"the last step of system {Shown.Quoted(system.Name)} only does something ({system.Recover[^1].Name}): nothing shows that the system operates",
            "end with a check, such as  - check: { http: \"http://127.0.0.1:8080/health\" }",
            "systems", system.Name, "recover", $"{system.Recover.Length - 1}");
}
