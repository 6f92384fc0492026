using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Runs;

/// <summary>Puts a plan's words for a person into the question that someone is asked.</summary>
public static class Asking
{
    /// <summary>How long someone has to decide about a failure, as for a task of which the plan says nothing else.</summary>
    public static readonly TimeSpan ToDecide = TimeSpan.FromHours(4);

    private const string WhoeverLeads = "whoever leads the recovery";

    /// <param name="action">What the step does in the world of the run.</param>
    public static PersonAsked Of(Plan plan, GraphStep step, PersonAction action, DateTimeOffset now) => action switch
    {
        TaskAction task => Ask(plan, step, QuestionKind.Task, task.Who, task.Do, 0, now, step.Step.Timeout),
        ApprovalAction approval => Ask(
            plan, step, QuestionKind.Approval, approval.By, $"Say whether the recovery of {step.System.Name} may go on.", approval.Of, now, approval.Within ?? step.Step.Timeout),
        NotifyAction notify => Ask(
            plan, step, QuestionKind.Task, plan.Lead, $"Tell {string.Join(", ", notify.Tell)} by {string.Join(" or ", notify.By.Select(Words.Of))}: {notify.Says}", 0, now, step.Step.Timeout),
        SwitchDnsAction dns => Ask(
            plan, step, QuestionKind.Task, plan.Lead, $"Point the name {dns.Record} to {dns.To ?? step.System.RecoversOn}{Remembered(dns)}.", 0, now, step.Step.Timeout),
        _ => throw new InvalidOperationException($"Nobody decided how {action.GetType().Name} is asked for."),
    };

    /// <summary>What becomes of a step that failed where the plan says <c>on failure: ask</c>.</summary>
    public static PersonAsked AfterFailure(Plan plan, GraphStep step, string why, DateTimeOffset now) => Ask(
        plan, step, QuestionKind.Failure, plan.Lead, $"{step.Name} failed: {why}. Say whether it is done again, skipped, or given up.", 0, now, ToDecide);

    private static PersonAsked Ask(Plan plan, GraphStep step, QuestionKind kind, Party? party, string what, int needed, DateTimeOffset now, TimeSpan time)
    {
        ImmutableArray<string> able = party switch
        {
            { Kind: PartyKind.Role, Name: var role } => plan.RoleNamed(role).HeldBy,
            { Kind: PartyKind.Person, Name: var person } => [person],
            _ => [],
        };
        var first = Math.Min(able.Length, Math.Max(1, needed));
        return new(now, step.Name, kind, party?.Name ?? WhoeverLeads, able[..first], able[first..], what, needed, now + time);
    }

    private static string Remembered(SwitchDnsAction dns) => dns.Ttl is { } ttl ? $", to be remembered for {Durations.Text(ttl)}" : "";
}
