using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A key in the folder that it locks.</summary>
internal sealed class KeyBesideCopy() : Rule("key-beside-copy", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from repository in plan.Repositories
        where repository.IsFolder && repository.Key.Kind == KeyKind.File && PlanPath.IsIn(repository.Key.Value, repository.At)
        select At(
            $"the key of repository {Shown.Quoted(repository.Name)} stands in the repository's own folder: who finds the copies can read them, and what takes them takes it",
            "keep the key elsewhere: not beside the copies, and not only on what may be lost with the business.",
            "repositories", repository.Name, "key");
}

/// <summary>A key that is lost with what it would bring back.</summary>
internal sealed class KeyOnlyOnLostHost() : Rule("key-only-on-lost-host", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from lost in plan.Systems.GroupBy(s => s.RunsOn).Select(g => index.Host(g.Key))
        from repository in plan.Repositories
        where KeysLost.Holds(lost, repository.Key)
        select At(
            $"the key of repository {Shown.Quoted(repository.Name)} stands in the folder of host {Shown.Quoted(lost.Name)}: when that is lost no one can read the copies",
            "keep it also where nothing takes it together with the host, such as on paper in a safe.",
            "repositories", repository.Name, "key");
}

/// <summary>A loss that leaves copies and takes every key that opens them.</summary>
internal sealed class KeysLostToo() : Rule("keys-lost-too", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from lost in KeysLost.In(PlanIndex.Of(plan))
        select At(
            $"system {Shown.Quoted(lost.Key)} can't be brought back after {Shown.Quoted(lost.Value.Loss.Scenario.Name)}: {lost.Value.Why}",
            "keep the file outside the folder of that host, where the recovery reaches it, and name that place in the plan.",
            "systems", lost.Key);
}

/// <summary>A password that is lost with the database that it opens, and that the database which comes back asks for.</summary>
internal sealed class PasswordOnlyOnLostHost() : Rule("password-only-on-lost-host", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let data = system.Protection?.Data
        where data?.Password is { } password && KeysLost.Holds(index.Host(system.RunsOn), password)
        select At(
            $"the password of the database of system {Shown.Quoted(system.Name)} stands in the folder of host {Shown.Quoted(system.RunsOn)}: "
                + "when that is lost no one can ask the database that comes back",
            "keep it also where nothing takes it together with the host.",
            "systems", system.Name, "protect", data!.Kind, "password");
}
