using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Exercises;

/// <summary>How often a scenario is practised.</summary>
public sealed record DrillSchedule(string Scenario, CalendarSpan Every, ExerciseKind Kind);

/// <summary>A tabletop talks it through, a limited exercise does part of it, a full one all of it with people; a test is of systems.</summary>
public enum ExerciseKind { Tabletop, Limited, Full, Test }
