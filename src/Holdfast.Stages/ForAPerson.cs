using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Stages;

/// <summary>
/// Steps that a person does. Nothing here waits for an acknowledgement, so such a step fails plainly: it holds back what follows
/// until somebody did it and takes the run up again, saying so.
/// </summary>
internal static class ForAPerson
{
    public static StepFailed Failure(DateTimeOffset now, GraphStep step, PersonAction action, string run, World world) => new(
        now,
        step.Name,
        $"{Asked(action, world.RecoveryHostOf(step.System).Name)}; Holdfast cannot yet wait for an acknowledgement",
        world.Drill
            ? "A drill goes on without it where the plan says  in a drill: skip  and the reason under  because:"
            : $"When it is done: holdfast run resume {run} --done \"{step.Name}\"");

    private static string Asked(PersonAction action, string host) => action switch
    {
        TaskAction task => $"is for {task.Who}: {task.Do}",
        ApprovalAction approval => $"needs the approval of {(approval.Of > 1 ? $"{approval.Of} of " : "")}{approval.By}",
        NotifyAction notify => $"is for whoever leads: tell {string.Join(", ", notify.Tell)} by {string.Join(" or ", notify.By.Select(Words.Of))}: {notify.Says}",
        SwitchDnsAction dns => $"is for whoever keeps the names: point {dns.Record} to {dns.To ?? host}",
        _ => throw new InvalidOperationException($"Nobody decided how {action.GetType().Name} is asked for."),
    };
}
