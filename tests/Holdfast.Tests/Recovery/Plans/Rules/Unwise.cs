using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>One thing made unwise in a plan. A <c>§</c> in the new text marks where it must be found.</summary>
internal static class Unwise
{
    public static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>The change makes exactly one more finding of this rule, at the mark, with these words in its message.</summary>
    public static Finding IsFound(string from, string to, string id, string words = "") => IsFoundIn(ExamplePlans.HarborDental, from, to, id, words);

    /// <summary>The same in the plan of the reference, which uses every key.</summary>
    public static Finding IsFoundInReference(string from, string to, string id, string words = "", string? at = null) =>
        IsFoundIn(ExamplePlans.Reference, from, to, id, words, at);

    /// <param name="at">Text of the changed plan at whose beginning it is found; null: at the mark.</param>
    public static Finding IsFoundIn(string plan, string from, string to, string id, string words = "", string? at = null)
    {
        var marked = Change.Apply(from, to, plan);
        marked = at is null ? marked : Change.Apply(at, at[..^at.TrimStart().Length] + "§" + at.TrimStart(), marked);
        var before = Of(id, plan).Select(f => f.Message).ToHashSet();
        var finding = Assert.Single(Of(id, marked.Replace("§", "", StringComparison.Ordinal)), f => !before.Contains(f.Message));
        Assert.Equal((id, Change.PlaceOf(marked)), (finding.Id, (finding.Where.Line, finding.Where.Column)));
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Hint);
        Assert.Equal(Change.File, finding.Where.File);
        return finding;
    }

    /// <summary>The change makes exactly one more finding of this rule with these words in its message; null: it makes none.</summary>
    public static void IsFoundOrFine(string plan, string from, string to, string id, string? words)
    {
        var before = Of(id, plan).Select(f => f.Message).ToHashSet();
        var found = Of(id, Change.Apply(from, to, plan)).Select(f => f.Message).Where(m => !before.Contains(m)).ToList();
        Assert.Equal(words is null ? 0 : 1, found.Count);
        Assert.All(found, message => Assert.Contains(words!, message, StringComparison.Ordinal));
    }

    /// <summary>The changed plan has no finding of this rule.</summary>
    public static void IsFine(string from, string to, string id) => Assert.Empty(Of(id, Change.Apply(from, to)));

    public static void IsFineInReference(string from, string to, string id) => Assert.Empty(Of(id, Change.Apply(from, to, ExamplePlans.Reference)));

    public static IEnumerable<Finding> Of(string id, string text) => In(text).Where(f => f.Id == id);

    /// <param name="text">A plan without mistakes.</param>
    public static IReadOnlyList<Finding> In(string text)
    {
        var reading = PlanReader.Read(text, Change.File);
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return Findings.Of(reading.Plan!, reading.Places, Today);
    }
}
