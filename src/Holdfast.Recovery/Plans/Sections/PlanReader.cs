using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads the plan of a business from its text. <c>docs/plan.md</c> is the language.</summary>
public static class PlanReader
{
    /// <param name="text">The whole file. Anything at all may stand in it: what is no plan gives problems, never an exception.</param>
    /// <param name="fileName">As problems shall name it; nothing is opened.</param>
    /// <param name="textOf">
    /// The text of a file that the plan includes, by its path as it follows from <paramref name="fileName"/>; null where there is none.
    /// Without it a plan that includes others is refused.
    /// </param>
    public static PlanReading Read(string text, string fileName, Func<string, string?>? textOf = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var log = new ProblemLog(fileName);
        var inclusion = new Inclusion(textOf);
        var root = inclusion.Read(text, log);
        var plan = PlanOf(root, log);
        return new PlanReading(
            log.IsEmpty ? plan : null,
            log.InOrder(),
            PlanPlaces.In(root, fileName),
            inclusion.HasOthers && root is not null ? WholeText.Of(root) : text);
    }

    private static Plan? PlanOf(PlanNode? root, ProblemLog log)
    {
        if (root is null or TextNode { IsNull: true })
        {
            log.AddIfEmpty(log.File, "this plan is empty", "\"organization: ...\" is a good first line; docs/plan.md shows a whole plan.");
            return null;
        }

        var top = new Field(root, "the plan", log);
        return top.Fields(root, PlanSections.Shape) is { } fields ? new PlanSections(fields, log).Read() : null;
    }
}
