namespace Holdfast.Recovery.Plans;

/// <summary>The steps of a drill that wait until somebody says something.</summary>
public static class StepsForPeople
{
    /// <returns>Such as <c>booking/approval recovery lead</c>.</returns>
    public static IEnumerable<string> In(IEnumerable<ProtectedSystem> systems) =>
        from system in systems
        from step in system.Recover
        where step is { Action: PersonAction, InADrill: null } or { OnFailure: OnFailure.Ask, InADrill: not SkippedInDrill }
        select $"{system.Name}/{step.Name}";
}
