using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Advising;

namespace Holdfast.Presentation.Advising;

/// <summary>Advice for programs.</summary>
public static class AdviceJson
{
    public static JsonObject Of(Advice advice, string currency) => new JsonObject
    {
        { "verdict", AdviceWords.Verdict(advice) },
        { "good", advice.IsGood },
        { "currency", currency },
        { "notTried", advice.NotTried },
        { "measures", advice.Measures.Select(m => new JsonObject
        {
            { "change", m.Change.Says },
            { "kind", m.Change.GetType().Name },
            { "provenance", m.From },
            { "mends", m.Mends },
            { "yearlySavings", m.YearlySavings },
            { "savings", m.Savings.Select(s => new JsonObject { { "scenario", s.Scenario }, { "saved", s.Saved }, { "timesAYear", s.Likelihood?.TimesAYear } }) },
            { "effects", m.Effects.Select(e => new JsonObject
            {
                { "system", e.System },
                { "scenario", e.Scenario },
                { "targetRtoSeconds", e.Rto.TotalSeconds },
                { "beforeSeconds", e.Before.Value!.Value.TotalSeconds },
                { "afterSeconds", e.After.Value!.Value.TotalSeconds },
                { "boughtSeconds", e.Bought.TotalSeconds },
                { "provenance", e.After.From },
                { "mends", e.Mends },
            }) },
        }) },
        { "systems", advice.Systems.Select(Of) },
    };

    private static JsonObject Of(SystemAdvice s) => new JsonObject
    {
        { "system", s.System.Name },
        { "good", s.IsGood },
        { "measured", s.IsMeasured },
        { "targetRtoSeconds", s.System.Rto.Value.TotalSeconds },
        { "rto", Words.Of(s.Rto) },
        { "worst", s.Worst is { } worst ? new JsonObject
        {
            { "scenario", worst.Scenario.Name },
            { "declared", worst.Declared },
            { "rtoP50Seconds", worst.Outcome.Rto.P50.Value?.TotalSeconds },
            { "rtoP90Seconds", worst.Outcome.Rto.P90.Value?.TotalSeconds },
            { "provenance", worst.Outcome.Rto.P50.From },
        } : null },
        { "targetRpoSeconds", s.System.Rpo.Value.TotalSeconds },
        { "schedule", s.Schedule is { } schedule ? new JsonObject
        {
            { "everySeconds", schedule.Protection.Longest.TotalSeconds },
            { "verifyingSeconds", schedule.Verifying.Value?.TotalSeconds },
            { "verifyingProvenance", schedule.Verifying.From },
            { "longestEverySeconds", schedule.Longest?.TotalSeconds },
            { "kept", schedule.IsKept },
        } : null },
        { "copies", s.Copies is { } copies ? new JsonObject
        {
            { "copies", copies.Copies },
            { "media", copies.Media },
            { "offSite", copies.OffSite },
            { "guarded", copies.Guarded },
            { "verified", copies.Verified },
            { "missing", copies.Missing },
            { "fatal", copies.Fatal },
            { "repair", copies.Repair?.Says },
            { "mends", copies.Mends },
        } : null },
        { "growth", s.Growth is { } growth ? new JsonObject
        {
            { "sizeBytes", growth.Size.Bytes },
            { "addedBytes", growth.Growth.Added.Bytes },
            { "addedIn", growth.Growth.In.ToString() },
            { "transferBreaksRto", JsonFields.Of(growth.Transfer) },
            { "predictionBreaksRto", JsonFields.Of(growth.Predicted) },
            { "broken", growth.IsBroken },
        } : null },
        { "unmeasured", s.Unmeasured.Select(step => step.ToString()) },
        { "drill", s.Drill },
    };
}
