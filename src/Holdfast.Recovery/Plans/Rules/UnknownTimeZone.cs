using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>
/// Clocks that this machine knows nothing of. It is a finding and no mistake that the plan is refused for: a recovery must not wait until a machine has the
/// rules of a time zone.
/// </summary>
internal sealed class UnknownTimeZone() : Rule("unknown-time-zone", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in Used(plan)
        where !used.Zone.IsKnown
        group used by used.Zone into zone
        select At(
            $"this machine does not know the time zone {Shown.Quoted(zone.Key.Name)}, and takes UTC instead" + (ZoneClock.AreAnyKnown ? "" : ": it knows none, for it has no time zone data"),
            !ZoneClock.AreAnyKnown ? "install the package tzdata on it."
                : ZoneClock.Nearest(zone.Key.Name) is { } near ? $"did you mean {Shown.Quoted(near)}?"
                : "write its name in the world's list, such as Europe/Berlin; if it is a new one, update the package tzdata.",
            zone.First().Path);

    private static IEnumerable<(ZoneClock Zone, string[] Path)> Used(Plan plan)
    {
        if (plan.TimeZone is { } ofPlan)
        {
            yield return (ofPlan, ["time zone"]);
        }

        foreach (var repository in plan.Repositories.Where(r => r.NotBetween is not null))
        {
            yield return (repository.NotBetween!.Clock, ["repositories", repository.Name, "not between"]);
        }

        foreach (var (number, drill) in plan.Drills.Index().Where(d => d.Item.Between is not null))
        {
            yield return (drill.Between!.Clock, ["drills", $"{number}", "between"]);
        }

        foreach (var system in plan.Systems)
        {
            if (system.Protection?.At is { } at)
            {
                yield return (at.Clock, ["systems", system.Name, "protect", "every"]);
            }

            if (system.Protection?.NotBetween is { } quiet)
            {
                yield return (quiet.Clock, ["systems", system.Name, "protect", "not between"]);
            }
        }
    }
}
