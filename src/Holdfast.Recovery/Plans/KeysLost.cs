using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Keys and passwords that go with what they would bring back. Of a file it is known where it is: in the folder of a host that is lost.
/// Where a host that is left has that folder too, it may have the file; of a variable and of a command nothing is known.
/// </summary>
public static class KeysLost
{
    /// <returns>For each system that some scenario, or the loss of its host, leaves with copies that no one can read: which loss, and why.</returns>
    public static ImmutableSortedDictionary<string, (Loss Loss, string Why)> In(PlanIndex index) => In(index, HostWith, "which is lost too");

    /// <summary>
    /// The same of keys whose file is in the folder of a lost host and in that of one that is left, as where both are whole machines with the
    /// folder <c>/</c>: the plan can't say whether the other machine has the file.
    /// </summary>
    /// <returns>Those that are not known to be lost.</returns>
    public static ImmutableSortedDictionary<string, (Loss Loss, string Why)> Unknown(PlanIndex index) =>
        In(index, static (_, loss, key) => loss.Hosts.FirstOrDefault(host => Holds(host, key)), "which is lost; whether another machine has that file cannot be known from the plan")
            .RemoveRange(In(index).Keys);

    private static ImmutableSortedDictionary<string, (Loss Loss, string Why)> In(PlanIndex index, Func<PlanIndex, Loss, KeyReference, Host?> hostWith, string isLost)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, (Loss, string)>(StringComparer.Ordinal);
        if (!AreInFolders(index.Plan))
        {
            return found.ToImmutable();
        }

        var hosts = index.Plan.Systems.Select(s => new PlanThing(ThingKind.Host, s.RunsOn)).Distinct()
            .Select(host => Loss.Of(index, new Scenario($"loss of {host}", []) { Things = [host] }));
        foreach (var loss in index.Losses.Concat(hosts))
        {
            var copies = new CopiesLeft(index, loss);
            foreach (var system in loss.Recoverable.Where(s => !found.ContainsKey(s.Name)))
            {
                if (Why(index, loss, copies, system, hostWith, isLost) is { } why)
                {
                    found[system.Name] = (loss, why);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>With which hosts that systems run on the key of a repository is lost; null: its file is in the folder of none of them, or nothing is known of where it is.</summary>
    public static KeyLoss? Of(PlanIndex index, RepositoryPlace repository)
    {
        ImmutableArray<string> lost = [.. index.Plan.Systems.Select(s => s.RunsOn).Distinct().Where(name => Holds(index.Host(name), repository.Key))];
        return lost.IsEmpty ? null : new(lost, index.Plan.Hosts.Any(host => Holds(host, repository.Key) && !lost.Contains(host.Name)));
    }

    internal static bool Holds(Host host, KeyReference key) => host.Ssh is null && key.Kind == KeyKind.File && PlanPath.IsIn(key.Value, host.Settings.Folder);

    private static bool AreInFolders(Plan plan) => plan.Repositories.Select(r => r.Key)
        .Concat(plan.Systems.Select(s => s.Protection?.Data.Password).OfType<KeyReference>())
        .Where(key => key.Kind == KeyKind.File)
        .Distinct()
        .Any(key => plan.Hosts.Any(host => Holds(host, key)));

    private static string? Why(
        PlanIndex index, Loss loss, CopiesLeft copies, ProtectedSystem system, Func<PlanIndex, Loss, KeyReference, Host?> hostWith, string isLost)
    {
        if (system.Protection is not { } protection)
        {
            return null;
        }

        var reached = copies.For(system);
        var left = protection.To.Where(reached.Contains).Select(index.Repository).ToArray();
        if (left.Length > 0 && left.All(repository => hostWith(index, loss, repository.Key) is not null))
        {
            return $"the key of {left[0].Name} ({left[0].Key}) is in the folder of host {hostWith(index, loss, left[0].Key)!.Name}, {isLost}"
                + (left.Length == 1 ? "" : $", and no other copy has a key elsewhere");
        }

        // What asks the database that came back needs its password.
        return protection.Data.Password is { } password && system.Recover.Any(step => step.Action is SqlCheck) && hostWith(index, loss, password) is { } host
            ? $"the password of its database ({password}) is in the folder of host {host.Name}, {isLost}"
            : null;
    }

    private static Host? HostWith(PlanIndex index, Loss loss, KeyReference key) =>
        loss.Hosts.FirstOrDefault(host => Holds(host, key)) is { } lost && !index.Plan.Hosts.Any(host => Holds(host, key) && !loss.Hosts.Contains(host)) ? lost : null;
}

/// <summary>A key that goes with hosts.</summary>
/// <param name="IsElsewhere">Whether the folder of another host has the file as well, if that is there.</param>
public sealed record KeyLoss(ImmutableArray<string> Hosts, bool IsElsewhere);
