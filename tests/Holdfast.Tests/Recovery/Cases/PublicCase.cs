using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>A plan under <c>samples/cases</c>, read as <c>plan check</c> reads it.</summary>
internal sealed record PublicCase(Plan Plan, IReadOnlyList<Finding> Findings)
{
    public static DateOnly Today { get; } = new(2026, 3, 1);

    /// <summary>Of the plan itself; what it includes is part of it.</summary>
    /// <param name="record">What happened with it; null: nobody looked.</param>
    public static PublicCase Of(string path, PlanEvidence? record = null)
    {
        var file = Path.Combine(Folder, path);
        var reading = PlanReader.Read(File.ReadAllText(file), file, included => File.Exists(included) ? File.ReadAllText(included) : null);
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return new(reading.Plan!, Holdfast.Recovery.Plans.Rules.Findings.Of(reading.Plan!, reading.Places, Today, record));
    }

    public static string Folder { get; } = Path.Combine(ReferencePlan.Root, "samples/cases");

    public IEnumerable<string> Errors => Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Id).Distinct().Order(StringComparer.Ordinal);

    public Finding Found(string id) => Assert.Single(Findings, f => f.Id == id);

    public Loss LossIn(string scenario) => Loss.Of(Plan, Plan.Scenarios.Single(s => s.Name == scenario));
}
