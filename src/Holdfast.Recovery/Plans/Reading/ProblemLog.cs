using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Everything found wrong so far in one file.</summary>
internal sealed class ProblemLog(string file)
{
    private readonly List<PlanProblem> problems = [];

    public bool IsEmpty => problems.Count == 0;

    public void Add(string id, PlanNode at, string message, string hint) => Add(id, at.Line, at.Column, message, hint);

    public void Add(string id, int line, int column, string message, string hint) =>
        problems.Add(new PlanProblem(id, file, line, column, message, hint));

    public ImmutableArray<PlanProblem> InOrder() => [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];
}
