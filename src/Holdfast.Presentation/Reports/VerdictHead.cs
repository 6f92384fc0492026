using System.Xml.Linq;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Presentation.Readiness;

namespace Holdfast.Presentation.Reports;

/// <summary>The answer first, in the words of <c>status</c>.</summary>
internal static class VerdictHead
{
    public static XElement Of(ReportBasis basis) => Html.Element(
        "header",
        Html.Of("p", "kind", "Readiness report"),
        Html.Element("h1", basis.Plan.Organization),
        Html.Of("p", "first", VerdictSentence.Of(basis.Plan, basis.Answer, basis.Now)),
        Html.Of("p", "note", $"As {basis.Machine} saw it on {Said.Of(basis.Now)}. Good means: within every objective, and shown by a drill or a failover. What nobody has shown is never called good."));
}
