using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>Which of the lost systems the plan can't bring back, and why: what is missing, said to someone who could have had it.</summary>
internal static class Unrecoverables
{
    public const string NoCopy = "its data are lost, and nothing of it is protected";

    public const string NeverRestored = "its data are lost, and no step restores them";

    public static ImmutableSortedDictionary<string, string> Of(PlanIndex index, Loss loss)
    {
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var lostHosts = loss.Hosts.Select(h => h.Name).ToHashSet();
        var copies = new CopiesLeft(index, loss);
        foreach (var system in loss.Systems)
        {
            if (Reason(index, loss, system, lostHosts, copies) is { } reason)
            {
                reasons[system.Name] = reason;
            }
        }

        // What waits for a system that never comes does not come either. What is needed is looked at first, so one pass does.
        foreach (var waiting in NeedsOrder.Of(loss.Systems).Where(s => !reasons.ContainsKey(s.Name) && s.Needs.Any(reasons.ContainsKey)))
        {
            reasons[waiting.Name] = $"it needs {waiting.Needs.First(reasons.ContainsKey)}, which cannot be recovered";
        }

        return reasons.ToImmutable();
    }

    private static string? Reason(PlanIndex index, Loss loss, ProtectedSystem system, HashSet<string> lostHosts, CopiesLeft copies)
    {
        if (system.RecoversOn is not { } host)
        {
            return "the plan has no host to recover it on";
        }

        if (system.Recover.IsEmpty)
        {
            return "the plan has no steps that recover it";
        }

        if (lostHosts.Contains(host))
        {
            return $"its recovery host {host} is lost too";
        }

        if (SystemFolders.RestoredOver(system, index.Host) is { } folder)
        {
            return $"it would be restored over {folder} of {host}, where the operating system lives";
        }

        if (copies.WhyNone(system, host) is { } none)
        {
            return none;
        }

        if (system.HasNoCopy && loss.TakesDataOf(system))
        {
            return NoCopy;
        }

        if (system.IsNeverRestored && (!system.HasStandby || loss.TakesDataOf(system) || (system.Standby.On is { } standby && lostHosts.Contains(standby))))
        {
            return NeverRestored;
        }

        if (loss.Services.FirstOrDefault(s => s.NeededToRecover && system.NeedsServices.Contains(s.Name)) is { } service)
        {
            return $"{service.Name}, which is needed to recover it, is lost too";
        }

        return MissingPeople.For(system, index.PeopleOfRoles, loss.People.Contains);
    }
}
