using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Reports;

/// <summary>What nobody knows, why, and what would tell.</summary>
internal static class UnknownSection
{
    private const int Most = 6;

    public static XElement Of(ReportBasis basis)
    {
        var unknown = Lines(basis).ToArray();
        return ReportDocument.Section(
            "unknown",
            "What is not known, and why",
            unknown.Length == 0 ? Html.P("Nothing that this page rests on is unknown.") : Html.Bullets([.. unknown.Take(Most)]),
            unknown.Length > Most ? Html.P($"And {unknown.Length - Most} more: \"holdfast status --all\".") : null);
    }

    private static IEnumerable<object> Lines(ReportBasis basis)
    {
        foreach (var (name, why) in basis.Basis.Unseen)
        {
            yield return $"What is in repository {name}: {why}. Nothing in it counts here.";
        }

        foreach (var step in NextStep.Of(basis.Answer).Where(s => new Lack(s.Lack).Verdict == Verdict.NotProven && s.Lack is not (LackKind.RepositoriesUnseen or LackKind.NeedsAnother)))
        {
            yield return new object[] { $"{LackWords.Of(step.Lack)}: {StatusScreen.Names(step.Systems)}. ", Html.Code(step.Do) };
        }

        if (!basis.NotCounted.IsEmpty)
        {
            yield return $"What {(basis.NotCounted.Length == 1 ? "one run" : $"{basis.NotCounted.Length} runs")} showed, the newest {basis.NotCounted[^1].Run}: no seal under it counts.";
        }

        if (basis.Past.Record.Runs.Tries == 0)
        {
            yield return "Whether the predictions are right: none was ever held against a measurement.";
        }
    }
}
