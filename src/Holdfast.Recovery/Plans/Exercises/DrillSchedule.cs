using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Exercises;

/// <summary>How often a scenario is practised.</summary>
public sealed record DrillSchedule(string Scenario, CalendarSpan Every, ExerciseKind Kind)
{
    /// <summary>Whether whoever keeps the schedule begins it when it is due, without anybody's doing.</summary>
    public bool ByItself { get; init; }

    /// <summary>When it may begin then; null: at any time of the day.</summary>
    public PartOfDay? Between { get; init; }
}

/// <summary>A tabletop talks it through, a limited exercise does part of it, a full one all of it with people; a test is of systems.</summary>
public enum ExerciseKind { Tabletop, Limited, Full, Test }
