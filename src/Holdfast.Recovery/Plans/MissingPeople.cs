using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans;

/// <summary>Whether enough people are left to recover a system: for what the plan says it needs, and for each step that is theirs.</summary>
internal static class MissingPeople
{
    /// <returns>Why there are not; null: there are.</returns>
    public static string? For(ProtectedSystem system, PeopleOfRoles people, Func<Person, bool> isLost) =>
        system.NeedsPeople.FirstOrDefault(role => people.HoldersOf(role).All(isLost)) is { } gone
            ? $"everyone who holds {gone} is lost too"
            : system.Recover.Select(step => For(step, people, isLost)).FirstOrDefault(reason => reason is not null);

    /// <summary>A step without which the run goes on stops nothing.</summary>
    private static string? For(RecoveryStep step, PeopleOfRoles people, Func<Person, bool> isLost) =>
        step.OnFailure != OnFailure.Continue && step.Action.Doer is { } doer ? Missing(step, doer, people.Meant(doer), step.Action.DoersNeeded, isLost) : null;

    /// <param name="meant">None where it is someone outside, who is never known to be lost.</param>
    private static string? Missing(RecoveryStep step, Party whom, ImmutableArray<Person> meant, int needed, Func<Person, bool> isLost) =>
        meant.IsEmpty || meant.Count(p => !isLost(p)) is var left && left >= needed ? null
        : left == 0 ? $"nobody is left for its step {step.Name}, which is for {whom}"
        : $"its step {step.Name} needs {needed} of {whom}, and {left} {(left == 1 ? "is" : "are")} left";
}
