using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Everything found wrong so far, in one file or in all that it includes.</summary>
internal sealed class ProblemLog
{
    private readonly List<PlanProblem> problems;
    private readonly List<string> files;

    public ProblemLog(string file)
        : this(file, [], [])
    {
    }

    private ProblemLog(string file, List<PlanProblem> problems, List<string> files)
    {
        (File, this.problems, this.files) = (file, problems, files);
        files.Add(file);
    }

    /// <summary>As problems name it.</summary>
    public string File { get; }

    public bool IsEmpty => problems.Count == 0;

    /// <summary>The same log, for another file of the plan.</summary>
    public ProblemLog For(string file) => new(file, problems, files);

    public void Add(string id, PlanNode at, string message, string hint) => Add(id, at.At, message, hint);

    public void Add(string id, int line, int column, string message, string hint) => Add(id, new Place(File, line, column), message, hint);

    public void Add(string id, Place at, string message, string hint) =>
        problems.Add(new PlanProblem(id, at.File, at.Line, at.Column, message, hint));

    /// <summary>Says that there is nothing in the file, unless something else was said about it already.</summary>
    public void AddIfEmpty(string file, string message, string hint)
    {
        if (!problems.Exists(p => p.File == file))
        {
            Add(ProblemId.Empty, new Place(file, 1, 1), message, hint);
        }
    }

    /// <summary>The files in the order in which they were read, each in the order of its text.</summary>
    public ImmutableArray<PlanProblem> InOrder() =>
        [.. problems.OrderBy(p => files.IndexOf(p.File)).ThenBy(p => p.Line).ThenBy(p => p.Column)];
}
