using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Presentation.Plans.Compared;

/// <summary>What a change of a plan does, for programs.</summary>
public static class DiffJson
{
    public static JsonObject Of(string verdict, PlanComparison comparison, ImmutableArray<PlanChange> changes, string? state) => new JsonObject
    {
        { "verdict", verdict },
        { "worse", comparison.IsWorse },
        { "evidence", state },
        { "changes", changes.Select(c => new JsonObject { { "kind", c.Kind.Length == 0 ? "plan" : c.Kind }, { "name", c.Name }, { "what", c.What }, { "before", c.Before }, { "after", c.After }, { "text", c.ToString() } }) },
        { "scenarios", comparison.Scenarios.Select(s => new JsonObject
        {
            { "scenario", s.Scenario },
            { "formerly", s.Formerly },
            { "inBefore", s.InBefore },
            { "inAfter", s.InAfter },
            { "systems", s.Systems.Select(system => new JsonObject
            {
                { "system", system.System },
                { "change", Word(system) },
                { "before", Of(system.Before) },
                { "after", Of(system.After) },
            }) },
        }) },
        { "findings", new JsonObject { { "appeared", comparison.Findings.Appeared.Select(Of) }, { "gone", comparison.Findings.Gone.Select(Of) } } },
    };

    private static string Word(SystemComparison system) => system switch
    {
        { Before: null } => "new",
        { After: null } => "gone",
        { IsWorse: true } => "worse",
        { IsBetter: true } => "better",
        { IsChanged: true } => "changed",
        _ => "same",
    };

    private static JsonObject? Of(SystemOutcome? outcome) => outcome is null ? null : new JsonObject
    {
        { "targetRtoSeconds", outcome.TargetRto.TotalSeconds },
        { "rtoP50Seconds", outcome.Rto.P50.Value?.TotalSeconds },
        { "rtoP90Seconds", outcome.Rto.P90.Value?.TotalSeconds },
        { "rtoProvenance", outcome.Rto.P50.From },
        { "rto", Words.Of(outcome.RtoStanding) },
        { "targetRpoSeconds", outcome.TargetRpo.TotalSeconds },
        { "rpoSeconds", outcome.Rpo.Value?.TotalSeconds },
        { "rpoProvenance", outcome.Rpo.From },
        { "rpo", Words.Of(outcome.RpoStanding) },
        { "unrecoverable", outcome.Unrecoverable },
    };

    private static JsonObject Of(Finding f) => new JsonObject { { "id", f.Id }, { "severity", Words.Of(f.Severity) }, { "message", f.Message }, { "hint", f.Hint }, { "file", f.Where.File }, { "line", f.Where.Line }, { "column", f.Where.Column } };
}
