using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Readiness;

/// <summary>The systems by tier, two lines each: the figures, and what they mean. Many systems are folded.</summary>
public static class SystemLines
{
    /// <summary>So many are shown each, whatever becomes of them; of more, those that are good are counted only.</summary>
    private const int Few = 15;

    /// <summary>Of a tier, so many that are not good are shown when systems are folded.</summary>
    private const int MostOfTier = 3;

    private const int LongestName = 32;

    private static readonly string[] Headings = ["", "", "RTO", "typically", "nine in ten", "RPO", "lost at most", "newest verified"];

    public static IEnumerable<string> Of(Plan plan, ReadinessAnswer answer, DateTimeOffset now, bool all)
    {
        var fold = !all && answer.Systems.Length > Few;
        var rank = plan.Tiers.Index().ToDictionary(t => t.Item.Name, t => t.Index);
        var tiers = answer.Systems
            .GroupBy(s => s.System.Tier)
            .OrderBy(t => t.Key is null ? int.MaxValue : rank[t.Key])
            .Select(t => (Name: t.Key, Systems: t.OrderByDescending(s => s.Verdict).ThenBy(s => s.Lacks.Select(l => l.Kind).FirstOrDefault()).ThenByDescending(Lateness).ToArray()))
            .Select(t => (t.Name, t.Systems, Shown: fold ? [.. t.Systems.Where(s => s.Verdict != Verdict.Good).Take(MostOfTier)] : t.Systems))
            .ToArray();
        var rows = tiers.SelectMany(t => t.Shown).ToDictionary(s => s.System.Name, s => Cells(s, now));
        var widths = Headings.Select((heading, i) => rows.Values.Select(r => r[i].Length).Append(heading.Length).Max()).ToArray();
        if (rows.Count > 0)
        {
            yield return "";
            yield return Aligned(Headings, widths, null);
        }

        foreach (var (name, systems, shown) in tiers)
        {
            if (name is not null || tiers.Length > 1)
            {
                yield return Paint.Bold(name ?? "no tier");
            }

            foreach (var system in shown)
            {
                yield return Aligned(rows[system.System.Name], widths, system.Verdict);
                yield return "      " + Words(system, now);
            }

            foreach (var folded in systems.Except(shown).GroupBy(s => s.Verdict))
            {
                var more = folded.Key == Verdict.Good || shown.Length == 0 ? "" : "more ";
                yield return "  " + Paint.Of(folded.Key, $"{folded.Count()} {more}{(folded.Count() == 1 ? "system" : "systems")} {Paint.Word(folded.Key)}") + (folded.Key == Verdict.Good ? "" : " (--all shows each)");
            }
        }
    }

    private static double Lateness(SystemReadiness s) => (s.RtoP90.Value ?? s.Rto.Value ?? TimeSpan.MaxValue) / s.System.Rto.Value;

    private static string[] Cells(SystemReadiness s, DateTimeOffset now) =>
    [
        s.System.Name.Length > LongestName ? string.Concat(s.System.Name.AsSpan(0, LongestName - 1), "…") : s.System.Name,
        Paint.Word(s.Verdict),
        Spoken.Of(s.System.Rto.Value),
        s.Slowest.Unrecoverable is null ? Spoken.Of(s.Rto.Value, "unknown") : "never",
        s.Slowest.Unrecoverable is null ? Spoken.Of(s.RtoP90.Value, "unknown") : "never",
        Spoken.Of(s.System.Rpo.Value),
        s.Costliest.Unrecoverable is null && !s.System.HasNoCopy ? Spoken.Of(s.Rpo.Value, "unknown") : "all",
        s.Point is { } point ? $"{Spoken.Of(now - point)} old" : s.System.HoldsNothing ? "no data" : "none",
    ];

    private static string Words(SystemReadiness s, DateTimeOffset now)
    {
        var said = s.Lacks.Select(l => LackWords.Of(s, l, now)).ToList();
        if (s.Slowest is { Scenario: { } scenario, Unrecoverable: null })
        {
            said.Add($"worst: \"{scenario.Name}\"");
        }

        if (s.LastMeasured is { } measured)
        {
            said.Add($"{LackWords.Run(measured)} {Spoken.Of(now - measured.At)} ago: {Spoken.Of(measured.Measured!.Value)}");
        }

        if (s.Slowest.Expected is { } expected)
        {
            said.Add($"time {Spoken.Founding(expected.Recovery, now)}");
        }

        return string.Join("; ", said);
    }

    /// <summary>Words to the left, figures to the right.</summary>
    private static string Aligned(string[] cells, int[] widths, Verdict? verdict)
    {
        var padded = cells.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])).ToArray();
        padded[1] = verdict is { } v ? Paint.Of(v, padded[1]) : padded[1];
        return "  " + string.Join("  ", padded).TrimEnd();
    }
}
