using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Reports;

/// <summary>Each system: what was agreed, what is predicted, and what would be lost now. Of many, those that lack most.</summary>
internal static class SystemsSection
{
    private const int Most = 10, MostLacks = 2;

    private static readonly string[] Heads = ["System", "", "RTO", "typically", "nine in ten", "last measured", "RPO", "lost now", "lost at most", "What is lacking"];

    public static XElement Of(ReportBasis basis)
    {
        var systems = basis.WorstFirst.ToArray();
        var more = systems.Skip(Most).ToArray();
        return ReportDocument.Section(
            "systems",
            "Systems",
            systems.Length == 0 ? Html.P("The plan has no system.") : Html.Table("list", Heads, systems.Take(Most).Select(s => Row(basis, s))),
            more.Length == 0 ? null : Html.P($"And {Spoken.Count(more.Length)} more: {string.Join(", ", more.CountBy(s => s.Verdict).Select(v => $"{Spoken.Count(v.Value)} {Paint.Word(v.Key)}"))}. \"holdfast status --all\" shows each."),
            Html.Of("p", "note", (basis.Plan.Declaration is { } declaration
                    ? $"Times count from the disaster; {Spoken.Of(declaration)} of each, until somebody declares it, is the plan's word. "
                    : "Times count from the declaration: the plan does not say how long it takes until somebody declares. ")
                + "Typically: half the time no longer; both times are after the loss that delays the system most. Lost now: what came after the newest verified copy that is still there. Lost at most: after the loss that takes most, by the gaps between copies."));
    }

    private static IReadOnlyList<object?> Row(ReportBasis basis, SystemReadiness s) =>
    [
        Html.Strong(s.System.Name),
        s.Verdict == Verdict.Good ? Paint.Word(s.Verdict) : Html.Strong(Paint.Word(s.Verdict)),
        Spoken.Exactly(s.System.Rto.Value),
        s.Slowest.Unrecoverable is null ? Spoken.Of(s.Rto.Value, "unknown") : "never",
        s.Slowest.Unrecoverable is null ? Spoken.Of(s.RtoP90.Value, "unknown") : "never",
        Spoken.Of(s.LastMeasured?.Measured, "never"),
        Spoken.Exactly(s.System.Rpo.Value),
        s.Point is { } point ? Spoken.Of(basis.Now - point) : s.System.HoldsNothing ? "holds no data" : "all: no verified copy",
        s.Costliest.Unrecoverable is null && !s.System.HasNoCopy ? Spoken.Of(s.Rpo.Value, "unknown") : "all",
        s.Lacks.IsEmpty ? "nothing" : string.Join("; ", s.Lacks.Take(MostLacks).Select(l => LackWords.Of(s, l, basis.Now))) + (s.Lacks.Length > MostLacks ? $"; and {s.Lacks.Length - MostLacks} more" : ""),
    ];
}
