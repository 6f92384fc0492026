using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans;

/// <summary>Reads the plan of a business from its text. <c>docs/plan.md</c> is the language.</summary>
public static class PlanReader
{
    private const char ByteOrderMark = '\uFEFF';

    /// <param name="text">The whole file. Anything at all may stand in it: what is no plan gives problems, never an exception.</param>
    /// <param name="fileName">As problems shall name it; nothing is opened.</param>
    public static PlanReading Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        var log = new ProblemLog(fileName);
        text = text.TrimStart(ByteOrderMark);
        var root = PlanText.IsReadable(text, log) ? PlanDocument.Parse(text, log) : null;
        var plan = PlanOf(root, log);
        return new PlanReading(log.IsEmpty ? plan : null, log.InOrder(), PlanPlaces.In(root, fileName));
    }

    private static Plan? PlanOf(PlanNode? root, ProblemLog log)
    {
        if (root is null or TextNode { IsNull: true })
        {
            if (log.IsEmpty)
            {
                log.Add(ProblemId.Empty, 1, 1, "this plan is empty", "\"organization: ...\" is a good first line; docs/plan.md shows a whole plan.");
            }

            return null;
        }

        var top = new Field(root, "the plan", log);
        return top.Fields(root, PlanSections.Keys) is { } fields ? new PlanSections(fields, log).Read() : null;
    }
}
