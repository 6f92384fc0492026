using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Everything found wrong so far in one file.</summary>
internal sealed class ProblemLog(string file)
{
    private readonly List<PlanProblem> problems = [];

    /// <summary>As problems name it.</summary>
    public string File => file;

    public bool IsEmpty => problems.Count == 0;

    public void Add(string id, PlanNode at, string message, string hint) => Add(id, at.At, message, hint);

    public void Add(string id, int line, int column, string message, string hint) => Add(id, new Place(file, line, column), message, hint);

    public void Add(string id, Place at, string message, string hint) =>
        problems.Add(new PlanProblem(id, at.File, at.Line, at.Column, message, hint));

    public ImmutableArray<PlanProblem> InOrder() => [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];
}
