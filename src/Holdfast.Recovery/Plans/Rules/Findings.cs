using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Holds a plan against every rule.</summary>
public static class Findings
{
    /// <summary>Every rule of this folder, by id. Found by their type, so that none is written and then forgotten here.</summary>
    internal static ImmutableArray<Rule> Rules { get; } =
    [
        .. typeof(Rule).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
            .Select(type => (Rule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <param name="places">Of the same reading as the plan.</param>
    /// <param name="today">Where the plan is used.</param>
    /// <param name="record">What happened with the plan; null: only the plan itself is judged.</param>
    /// <returns>In the order of the text.</returns>
    public static IReadOnlyList<Finding> Of(Plan plan, PlanPlaces places, DateOnly today, PlanEvidence? record = null) =>
    [
        .. from rule in Rules
           from found in rule.In(plan, today, record)
           let finding = new Finding(rule.Id, found.Severity ?? rule.Severity, rule.Clause, found.Message, found.Hint, places.Of(found.Path))
           orderby finding.Where.File, finding.Where.Line, finding.Where.Column, finding.Id
           select finding,
    ];
}
