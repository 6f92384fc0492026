using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Which single losses take a system for good, and why. Says of every system what <see cref="Loss"/> says of one scenario, for the price
/// of looking at each system once: only what the system's own host is lost with can take it.
/// </summary>
public static class SingleFatalLosses
{
    /// <returns>Of every system: the reason by what is lost, such as <c>building office</c> or <c>host srv1</c>.</returns>
    public static IReadOnlyDictionary<string, ImmutableSortedDictionary<string, string>> Of(Plan plan)
    {
        var index = PlanIndex.Of(plan);
        var needed = plan.Services.Where(s => s.NeededToRecover).ToDictionary(s => s.Name);
        var people = index.PeopleOfRoles;
        var fatal = new Dictionary<string, ImmutableSortedDictionary<string, string>>(plan.Systems.Length);
        foreach (var system in NeedsOrder.Of(plan))
        {
            var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var loss in LossesOf(index, system))
            {
                if ((OwnReason(index, system, loss) ?? OthersReason(system, loss, needed, people) ?? NeedsReason(system, loss, fatal)) is { } reason)
                {
                    reasons[loss.ToString()] = reason;
                }
            }

            fatal[system.Name] = reasons.ToImmutable();
        }

        return fatal;
    }

    private static IEnumerable<SingleLoss> LossesOf(PlanIndex index, ProtectedSystem system)
    {
        var host = index.Host(system.RunsOn);
        return
        [
            .. index.DomainsOf(host).Select(domain => new SingleLoss(domain, null)),
            new(null, new(ThingKind.Host, host.Name)),
            new(null, new(ThingKind.Site, host.Site)),
            new(null, new(ThingKind.Data, system.Name)),
        ];
    }

    private static string? OwnReason(PlanIndex index, ProtectedSystem system, SingleLoss loss)
    {
        if (system.RecoversOn is not { } place || system.Recover.IsEmpty)
        {
            return system.RecoversOn is null ? "the plan has no host to recover it on" : "the plan has no steps that recover it";
        }

        if (loss.Takes(index, index.Host(place)))
        {
            return $"its recovery host {place} is lost too";
        }

        if (system.HasNoCopy && loss.Thing is { Kind: ThingKind.Data })
        {
            return Unrecoverables.NoCopy;
        }

        if (system.Protection is null)
        {
            return null;
        }

        var left = index.CopiesOf(system).Where(copy => !loss.Takes(index, copy)).ToArray();
        return left.Length == 0
            ? $"every repository that holds it ({string.Join(", ", system.Protection.To)}) is lost too"
            : new Reach(index, loss.Takes).WhyCutOff(left, index.Host(place)) ?? (IsNotRestored(index, system, loss) ? Unrecoverables.NeverRestored : null);
    }

    private static bool IsNotRestored(PlanIndex index, ProtectedSystem system, SingleLoss loss) => system.IsNeverRestored
        && (!system.HasStandby || loss.Thing is { Kind: ThingKind.Data } || (system.Standby.On is { } standby && loss.Takes(index, index.Host(standby))));

    /// <summary>What others provide, and who has to be there.</summary>
    private static string? OthersReason(ProtectedSystem system, SingleLoss loss, Dictionary<string, ExternalService> needed, PeopleOfRoles people) =>
        system.NeedsServices.FirstOrDefault(s => needed.TryGetValue(s, out var found) && found.FailsWith.Any(loss.Is)) is { } service
            ? $"{service}, which is needed to recover it, is lost too"
            : MissingPeople.For(system, people, person => person.FailsWith.Any(loss.Is));

    private static string? NeedsReason(ProtectedSystem system, SingleLoss loss, Dictionary<string, ImmutableSortedDictionary<string, string>> fatal) =>
        system.Needs.FirstOrDefault(need => fatal[need].ContainsKey(loss.ToString())) is { } gone ? $"it needs {gone}, which cannot be recovered" : null;

    private readonly record struct SingleLoss(FailureDomain? Domain, PlanThing? Thing)
    {
        public override string ToString() => Domain?.ToString() ?? Thing.ToString()!;

        public bool Is(FailureDomain domain) => Domain == domain;

        public bool Takes(PlanIndex index, Host host) =>
            Domain is { } domain ? index.DomainsOf(host).Contains(domain) : TakesThing(host.Name, host.Site);

        public bool Takes(PlanIndex index, RepositoryPlace repository) =>
            Domain is { } domain ? index.DomainsOf(repository).Contains(domain) : TakesThing(repository.On, repository.Site);

        /// <summary>A link that goes with a site is of no matter: what it would have joined there is lost as well.</summary>
        public bool Takes(Link link) => Domain is { } domain && link.FailsWith.Contains(domain);

        private bool TakesThing(string? host, string site) => Thing == new PlanThing(ThingKind.Site, site) || (host is not null && Thing == new PlanThing(ThingKind.Host, host));
    }
}
