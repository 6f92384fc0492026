namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Contents that the regulation asks of a plan.</summary>
internal sealed class Nis2PlanContent() : Rule("nis2-plan-content", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from missing in plan.Regulations.Contains("nis2") ? Missing(plan) : []
        select At($"the plan lacks what NIS2 asks for: {missing.What}", $"write it under \"{missing.Section}\".", missing.Section);

    private static IEnumerable<(string What, string Section)> Missing(Plan plan) => new (bool Lacks, string What, string Section)[]
    {
        (plan.Roles.IsEmpty, "roles and responsibilities", "roles"),
        (plan.People.IsEmpty, "key contacts", "people"),
        (plan.Communication.IsEmpty, "channels of communication, internal and external", "communication"),
        (plan.Declaration is null, "conditions of activation: how soon an emergency is declared", "declaration"),
        (plan.Scenarios.IsEmpty, "what the plan is for", "scenarios"),
        (plan.Processes.IsEmpty, "recovery objectives of operations", "processes"),
    }.Where(m => m.Lacks).Select(m => (m.What, m.Section));
}
