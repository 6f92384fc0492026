using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What became of a plan's text: the plan, or everything that is wrong with it.</summary>
/// <param name="Plan">Null when there is any problem.</param>
/// <param name="Problems">In the order of the text.</param>
/// <param name="Places">Where the plan's things stand in its text.</param>
/// <param name="Text">All of the plan as one text: what was read, or, where it includes other files, one that says all of them.</param>
public sealed record PlanReading(Plan? Plan, ImmutableArray<PlanProblem> Problems, PlanPlaces Places, string Text);

/// <summary>One mistake in a plan, where it stands and what to do about it.</summary>
/// <param name="Id">Stable; each is explained in <c>docs/plan-errors.md</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Message">What is wrong; never the value of a key or a password.</param>
/// <param name="Hint">What to do.</param>
public sealed record PlanProblem(string Id, string File, int Line, int Column, string Message, string Hint)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}\nHINT: {Hint}";
}
