using System.Text.Json.Nodes;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Alerts;

/// <summary>What was told and what could not be, on a screen.</summary>
public static class AlertLines
{
    /// <summary>Whether anybody would hear of it by themselves.</summary>
    public static string Standing(Plan plan, IRunStore state, DateTimeOffset now)
    {
        if (plan.Alerts is not { } alerts)
        {
            return "Nobody is told by themselves when copies stop: the plan has no alerts:.";
        }

        if (alerts is { Mail: null, Webhooks.IsEmpty: true, Command: null })
        {
            return "Nobody is told by themselves when copies stop; somebody elsewhere may notice that the heartbeat is silent.";
        }

        var (_, outbox, failing, _) = AlertRound.Remembered(state);
        return failing.IsEmpty ? outbox.IsEmpty ? "Everything that people were to be told was sent." : $"{Messages(outbox.Length)} to be sent."
            : $"ALERTS DO NOT GO OUT: {string.Join("; ", failing.Select(f => $"{f.Key}, since {Spoken.Of(now - f.Value.Since)}: {f.Value.Why}"))}. {Messages(outbox.Length)}. To try: holdfast alerts test";
    }

    public static void Show(Screen screen, AlertOutcome outcome, DateTimeOffset now)
    {
        foreach (var item in outcome.Told)
        {
            screen.Line($"{item.Change switch { AlertChange.Began => "new", AlertChange.Still => "still", AlertChange.Unanswered => "nobody sees to it", AlertChange.SeenTo => $"{item.SeenTo} sees to it", _ => "over" }}{(item is { Level: TroubleLevel.Urgent, Change: not (AlertChange.Over or AlertChange.SeenTo) } ? ", urgent" : "")}: {item.About}: {item.Text}");
        }

        var standing = outcome.State.Standing.Values.Count(s => s.GoneSince is null);
        screen.Line($"{(outcome.Told.IsEmpty ? "Nothing new. " : "")}{(standing == 0 ? "Nothing is to be put right." : $"{standing} {(standing == 1 ? "thing is" : "things are")} to be put right: holdfast status")}");
        if (!outcome.State.Outbox.IsEmpty)
        {
            screen.Line($"{Messages(outcome.State.Outbox.Length)} to be sent.");
        }
    }

    public static JsonObject Json(AlertOutcome outcome) => new()
    {
        { "told", new JsonArray([.. outcome.Told.Select(i => Json(i.Change.ToString().ToLowerInvariant(), i.Key, i.Level, i.About, i.Text, i.Since))]) },
        { "standing", new JsonArray([.. outcome.State.Standing.Select(s => Json(s.Value.GoneSince is null ? "standing" : "settling", s.Key, s.Value.Level, s.Value.About, s.Value.Text, s.Value.Since))]) },
        { "waiting", outcome.State.Outbox.Length },
        { "failing", new JsonArray([.. outcome.State.Failing.Select(f => new JsonObject { { "channel", f.Key }, { "since", f.Value.Since }, { "why", f.Value.Why } })]) },
        { "heartbeat", outcome.Unbeaten },
    };

    private static JsonObject Json(string change, string key, TroubleLevel level, string about, string text, DateTimeOffset since) => new()
    {
        { "change", change }, { "key", key }, { "urgent", level == TroubleLevel.Urgent }, { "about", about }, { "text", text }, { "since", since },
    };

    private static string Messages(int count) => count == 1 ? "1 message waits" : $"{count} messages wait";
}
