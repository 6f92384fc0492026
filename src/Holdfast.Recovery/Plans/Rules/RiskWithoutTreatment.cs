using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A risk that is to be treated, nobody knows how.</summary>
internal sealed class RiskWithoutTreatment() : Rule("risk-without-treatment", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from risk in plan.Risks
        where risk.Treatment != Treatment.Accept && risk.By is null
        select At(
            $"the plan is to {Words.Of(risk.Treatment)} risk {Shown.Quoted(risk.Name)} and does not say how",
            "write it under \"by\", or accept the risk.",
            "risks", risk.Name, "treatment");
}
