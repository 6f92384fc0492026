using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>One thing changed in the example plan. A <c>§</c> in the new text marks where the problem must be reported.</summary>
internal static class Change
{
    public const string File = "holdfast.yaml";
    private const char Mark = '§';

    /// <summary>The change makes exactly one problem, at the mark, with these words in its message.</summary>
    public static PlanProblem IsRefused(string from, string to, string id, string words) =>
        IsRefused(ExamplePlans.HarborDental, from, to, id, words);

    /// <summary>The same in the plan of the reference, which uses every key.</summary>
    public static PlanProblem IsRefusedInReference(string from, string to, string id, string words) =>
        IsRefused(ExamplePlans.Reference, from, to, id, words);

    public static Plan IsAcceptedInReference(string from, string to) => ExamplePlans.Read(Apply(from, to, ExamplePlans.Reference));

    private static PlanProblem IsRefused(string plan, string from, string to, string id, string words)
    {
        var problem = Assert.Single(Problems(plan, from, to, out var marked));
        Assert.Equal((id, PlaceOf(marked)), (problem.Id, (problem.Line, problem.Column)));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Hint);
        Assert.Equal(File, problem.File);
        return problem;
    }

    public static Plan IsAccepted(string from, string to) => ExamplePlans.Read(Apply(from, to));

    private static ImmutableArray<PlanProblem> Problems(string plan, string from, string to, out string marked)
    {
        marked = Apply(from, to, plan);
        var reading = PlanReader.Read(marked.Replace(Mark.ToString(), "", StringComparison.Ordinal), File);
        Assert.Null(reading.Plan);
        return reading.Problems;
    }

    public static string Apply(string from, string to, string? plan = null)
    {
        var parts = (plan ?? ExamplePlans.HarborDental).Split(from);
        Assert.True(parts.Length == 2, $"\"{from}\" must stand once in the example, and stands there {parts.Length - 1} times");
        return string.Join(to, parts);
    }

    public static (int Line, int Column) PlaceOf(string marked)
    {
        var before = marked.AsSpan(0, marked.IndexOf(Mark, StringComparison.Ordinal));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
