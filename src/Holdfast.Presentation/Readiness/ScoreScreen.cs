using System.Text.Json.Nodes;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Statistics;

namespace Holdfast.Presentation.Readiness;

/// <summary>What became of the program's own predictions, and of everything that was tried.</summary>
public static class ScoreScreen
{
    public static void Show(Screen screen, TrackRecord record)
    {
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "score", StatusJson.Of(record.Score) },
                { "runs", StatusJson.Of(record.Runs) },
                { "systems", record.Trials.Select(t => t.System).Distinct().Order(StringComparer.Ordinal).Select(s => new JsonObject { { "system", s }, { "tried", StatusJson.Of(record.ReliabilityOf(s)) } }) },
                { "trials", record.Trials.Select(StatusJson.Of) },
            });
            return;
        }

        screen.Line(Sentence(record));
        if (record.Trials.IsEmpty)
        {
            return;
        }

        screen.Heading("Predicted and measured");
        screen.Table(
            ["run", "system", ">typically", ">nine in ten", ">measured", ">times as long", ""],
            record.Trials.Select(t => (IReadOnlyList<string>)
            [
                t.Run,
                t.System,
                Spoken.Of(t.Predicted.Value, "unknown"),
                Spoken.Of(t.PredictedP90.Value, "unknown"),
                Spoken.Of(t.Measured, "not back"),
                t.Factor is { } factor ? FormattableString.Invariant($"{factor:0.00}") : "",
                (t.WithinTypical, t.WithinP90) switch { (true, _) => "within typical", (_, true) => "within nine in ten", (_, false) => "LATER", (false, null) => "later than typical", _ => t.Failed ? "FAILED" : "" },
            ]));
        screen.Heading("How often it failed");
        screen.Table(
            ["system", ">tried", ">failed", "for all that was seen"],
            record.Trials.Select(t => t.System).Distinct().Order(StringComparer.Ordinal).Select(s => (s, Tried: record.ReliabilityOf(s))).Select(s => (IReadOnlyList<string>)
                [s.s, $"{s.Tried.Tries}", $"{s.Tried.Failures}", $"up to {Spoken.Percent(s.Tried.MayFail!.Value)} may fail"]));
        screen.Line($"{FailureBound.CleanTriesFor(0.9)} in a row without a failure show that nine in ten succeed, {FailureBound.CleanTriesFor(0.95)} that nineteen in twenty do.");
    }

    /// <summary>All of it in a line.</summary>
    public static string Sentence(TrackRecord record) => record.Trials.IsEmpty
        ? "Nothing was ever drilled or failed over, so nobody knows whether the predictions are right."
        : $"{Runs(record.Runs)} {OfPredictions(record.Score)}";

    private static string Runs(Reliability runs) =>
        $"{(runs.Tries == 1 ? "One drill or failover" : $"{runs.Tries} drills and failovers")}, {(runs.Failures == 0 ? "none" : $"{runs.Failures}")} failed: "
        + $"for all that this shows, up to {Spoken.Percent(runs.MayFail!.Value)} may fail.";

    private static string OfPredictions(Score score) => score.Pairs == 0
        ? "No prediction could be held against a measurement yet."
        : $"Of {score.Pairs} {(score.Pairs == 1 ? "prediction" : "predictions")} that {(score.Runs == 1 ? "one run" : $"{score.Runs} runs")} measured, {score.WithinTypical} held typically{Between(score.Typical)}"
            + (score.PairsP90 == 0 ? "" : $", {score.WithinP90}{(score.PairsP90 == score.Pairs ? "" : $" of {score.PairsP90}")} nine times in ten{Between(score.P90)}")
            + (score.Factor is { } factor ? FormattableString.Invariant($"; it typically took {factor:0.00} times as long as predicted.") : ".");

    private static string Between(ShareInterval? share) => share is { } s ? $" ({Spoken.Percent(s.Low)} to {Spoken.Percent(s.High)})" : "";
}
