using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>Which findings appear and disappear. A finding is the same one wherever it stands and whatever figures it names.</summary>
public sealed partial record FindingComparison(ImmutableArray<Finding> Appeared, ImmutableArray<Finding> Gone)
{
    public bool HasNewError => Appeared.Any(f => f.Severity == Severity.Error);

    public static FindingComparison Of(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after) => new(Beyond(after, before), Beyond(before, after));

    /// <summary>Those that are in the one more often than in the other.</summary>
    private static ImmutableArray<Finding> Beyond(IReadOnlyList<Finding> these, IReadOnlyList<Finding> those)
    {
        var known = those.CountBy(KeyOf).ToDictionary();
        return
        [
            .. these.Where(finding =>
            {
                var key = KeyOf(finding);
                return !(known.TryGetValue(key, out var left) && left > 0 && (known[key] = left - 1) >= 0);
            }),
        ];
    }

    /// <summary>A finding that became worse is a new one. Digits in quotes belong to names, others to figures.</summary>
    private static (string, Severity, string) KeyOf(Finding finding) =>
        (finding.Id, finding.Severity, string.Join('"', finding.Message.Split('"').Select((part, i) => i % 2 == 1 ? part : Figures().Replace(part, "#"))));

    [GeneratedRegex("[0-9]+([.,:-][0-9]+)*")]
    private static partial Regex Figures();
}
