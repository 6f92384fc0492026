using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts the steps of a recovery into words.</summary>
public static class ShownSteps
{
    public static ShownThing Of(RecoveryStep step, int number, string system, PlanPlaces places)
    {
        var path = number.ToString(CultureInfo.InvariantCulture);
        // The step's name begins with its kind, which is the key that it is written under.
        var kind = step.Name.Split(' ')[0];
        var described = new Description(places, "systems", system, "recover", path);
        described.From(described.OriginOf(kind), "does", Does(step.Action), Does(step.Action), "does");
        described.Time("timeout", step.Timeout);
        described.Number("retries", step.Retries, null);
        described.Word("on failure", step.OnFailure);
        described.From(SkipFrom(described, places), "skip", Words.Of(step.Skip), Words.Of(step.Skip), "skipped by the word of");
        described.Time("takes", step.DeclaredDuration, TakesFrom(described, kind), Description.NotSaid, "expected time");
        OfAction(described, step.Action, kind);
        described.From(described.OriginOf("in a drill"), "in a drill", Variant(step.InADrill), step.InADrill is null ? null : Variant(step.InADrill), "in a drill");
        return described.As(step.Name);
    }

    /// <summary>The step says it, or the plan for all of its steps.</summary>
    private static Origin SkipFrom(Description described, PlanPlaces places) =>
        described.OriginOf("skip") is { At: not null } own ? own : new Description(places).OriginOf("skip");

    /// <summary>It may stand beside the step or in it, and a wait or an approval says it by itself.</summary>
    private static Origin TakesFrom(Description described, string kind) =>
        new[] { "takes", $"{kind}/takes", kind == "wait" ? kind : $"{kind}/within" }.Select(described.OriginOf).FirstOrDefault(o => o.At is not null) ?? Origin.Default;

    private static void OfAction(Description described, StepAction action, string kind)
    {
        // What "run" says stands beside it; what other steps that run a command say stands inside them.
        var inside = kind == "run" ? "" : kind + "/";
        switch (action)
        {
            case RestoreAction restore:
                described.Text("owner", restore.Owner, "as recorded").Text("allow", restore.Allows.Any() ? string.Join(", ", restore.Allows) : null, "no setuid, devices or capabilities");
                break;
            case ServiceAction service:
                described.Text("service/as", service.As, "whoever runs Holdfast");
                break;
            case CommandAction command:
                described.Text(inside + "as", command.As, "whoever runs Holdfast").Yes(inside + "repeatable", command.Repeatable, "yes", "no");
                break;
            case ApprovalAction approval:
                described.Number("approval/of", approval.Of, null, "how many must say yes");
                break;
            case SwitchDnsAction dns:
                described.Text("switch/to", dns.To, "the host that it recovers on").Time("switch/ttl", dns.Ttl, Description.NotSaid);
                break;
            case HttpCheck http:
                described.Text("check/method", http.Method).Number("check/expect", http.Status, null).Text("check/contains", http.Contains, "anything");
                break;
            case CommandCheck command:
                described.Text("check/as", command.As, "whoever runs Holdfast");
                break;
        }
    }

    /// <summary>What it does, in a few words. What an environment variable holds is not among them.</summary>
    private static string Does(StepAction action) => action switch
    {
        RestoreAction => "puts the newest good copy back",
        ServiceAction service => $"starts {service.Service}: {Line(service.Command)}" + (service.Environment.IsEmpty ? "" : $", with {string.Join(", ", service.Environment.Keys)} set"),
        UnitAction unit => $"starts the unit {unit.Unit}",
        CommandAction command => $"runs {Line(command.Command)}",
        WaitAction wait => $"waits {Spoken.Exactly(wait.For)}",
        TaskAction task => $"{task.Who}: {task.Do}",
        ApprovalAction approval => $"{approval.By} says yes",
        NotifyAction notify => $"tells {string.Join(", ", notify.Tell)} by {string.Join(", ", notify.By.Select(c => Words.Of(c)))}: {notify.Says}",
        SwitchDnsAction dns => $"points {dns.Record} to where the system is",
        HttpCheck http => $"asks {http.Url}",
        SqlCheck sql => $"asks {(sql.Database is null ? "" : sql.Database + ": ")}{sql.Query} (right: {sql.Expect})",
        FilesCheck files => $"finds {files.AtLeast} files or more in {files.Folder}",
        CommandCheck command => $"asks {Line(command.Command)}",
        _ => action.GetType().Name,
    };

    private static string Variant(DrillVariant? variant) => variant switch
    {
        null => "the same",
        SkippedInDrill skipped => $"left out: {skipped.Because}",
        OtherwiseInDrill otherwise => $"runs {Line(otherwise.Command.Command)}",
        _ => variant.GetType().Name,
    };

    /// <summary>As it is typed; a line for the shell as it was written.</summary>
    internal static string Line(IReadOnlyList<string> command) => command is ["/bin/sh", "-c", var line]
        ? line
        : string.Join(' ', command.Select(word => word.Length > 0 && !word.Any(char.IsWhiteSpace) ? word : $"\"{word}\""));
}
