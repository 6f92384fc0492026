using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>An emergency that is declared, and nobody hears of it.</summary>
internal sealed class NobodyTold() : Rule("nobody-told", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Communication.Any(c => c.When == Moment.Declared)
            ? []
            : [At("the plan tells nobody when an emergency is declared",
                "write it, such as  - { when: declared, tell: [recovery lead], by: [sms, phone] }",
                "communication")];
}
