using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>One thing made unwise in the example plan. A <c>§</c> in the new text marks where it must be found.</summary>
internal static class Unwise
{
    public static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>The change makes a plan with exactly one finding, of this rule, at the mark.</summary>
    public static Finding IsFound(string from, string to, string id)
    {
        var marked = Change.Apply(from, to);
        var finding = Assert.Single(In(marked.Replace("§", "", StringComparison.Ordinal)));
        Assert.Equal((id, Change.PlaceOf(marked)), (finding.Id, (finding.Where.Line, finding.Where.Column)));
        Assert.NotEmpty(finding.Hint);
        Assert.Equal(Change.File, finding.Where.File);
        return finding;
    }

    public static void IsFine(string from, string to) => Assert.Empty(In(Change.Apply(from, to)));

    /// <param name="text">A plan without mistakes.</param>
    public static IReadOnlyList<Finding> In(string text)
    {
        var reading = PlanReader.Read(text, Change.File);
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return Findings.Of(reading.Plan!, reading.Places, Today);
    }
}
