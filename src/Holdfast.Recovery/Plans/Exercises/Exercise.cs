using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans.Exercises;

/// <summary>An exercise that was held, and what came of it.</summary>
public sealed record Exercise(
    DateOnly On, ExerciseKind Kind, string? Scenario, ImmutableArray<string> TookPart, string? Learnt, ImmutableArray<CorrectiveAction> Actions);

/// <param name="Done">Null: not yet.</param>
public sealed record CorrectiveAction(string Do, Party Owner, DateOnly Due, DateOnly? Done);
