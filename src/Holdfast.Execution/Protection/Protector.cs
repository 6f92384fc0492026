using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>Has the systems' hosts take the copies that the plan asks for, and records what became of each.</summary>
public sealed class Protector(World world, IRunStore state, IAgentLink link, TimeProvider clock)
{
    /// <summary>One record for each repository of the system; a copy that failed, or was not tried, is a record too.</summary>
    /// <param name="system">One that is protected.</param>
    /// <param name="repositories">A repository that could not be opened, or is not the one it was, gets no copy.</param>
    public async Task<ImmutableArray<ProtectionRecord>> ProtectAsync(
        ProtectedSystem system, int epoch, RepositorySet repositories, CancellationToken cancellationToken)
    {
        var protection = system.Protection ?? throw new ArgumentException($"Nothing of {system.Name} is protected.", nameof(system));
        var to = protection.To;
        var began = clock.GetUtcNow();
        var host = world.Plan.HostNamed(system.RunsOn);
        var noWay = new Dictionary<string, string>();
        var addresses = AddressesFrom(host, to.Where(repositories.Open.ContainsKey), noWay);
        var usable = addresses.Select(a => a.Name).ToImmutableArray();
        var log = ProtectionLog.Read(state);
        var sequence = CopyNumbers.HighestIn(log.Where(r => r.System == system.Name)) + 1;
        var past = Baseline.Of(log, system.Name, Expectations.DataOf(protection));
        var marks = new UnreadMarks(state, system.Name);
        var unread = marks.In(usable);
        marks.Set(usable);
        var order = new CaptureOrder(
            system.Name,
            host.Name,
            world.SourceOf(system, host),
            addresses,
            [Tags.System(system.Name), Tags.EpochNumber(epoch)],
            Expectations.Of(system, protection, host.Name, past))
        {
            Unread = unread,
            Distrusted = CopyDamage.Packs(log).Where(d => usable.Contains(d.Key)).ToDictionary(d => d.Key, d => (IReadOnlyList<string>)[.. d.Distinct()]),
        };
        ImmutableArray<ProtectionRecord> records = await link.SendAsync(host.Name, order, cancellationToken) switch
        {
            Captured captured =>
            [
                .. captured.Copies.Select(c => new ProtectionRecord(
                    system.Name,
                    c.Repository,
                    c.Snapshot,
                    captured.TakenAt,
                    c.Level >= 2 ? c.VerifiedAt : null,
                    c.Bytes,
                    c.Added,
                    c.Missed.Count > 0,
                    c.Missed.Count > 0 ? $"{c.Missed.Count} files could not be read, the first: {c.Missed[0]}" : c.Why)
                {
                    Sequence = sequence,
                    Suspect = c.Suspect,
                    Warnings = [.. c.Warnings],
                    // So that the next copy does not rely on what this one could not read back.
                    DamagedAt = c.DamagedPacks.Count > 0 ? clock.GetUtcNow() : null,
                    DamagedPacks = [.. c.DamagedPacks],
                    Shrunk = [.. c.Shrunk],
                    Tables = TablesOf(captured, past),
                    Files = c.Snapshot is null ? null : c.Files,
                    Held = c.Snapshot is null ? null : captured.Held ?? c.Bytes,
                    Changed = c.Changed,
                    Gone = c.Gone,
                    Emptied = c.Emptied,
                    Data = Expectations.DataOf(protection),
                    Host = host.Name,
                    Machine = Environment.MachineName,
                    Mounts = [.. captured.Mounts ?? []],
                }),
            ],
            Failed failed => Nothing(failed.Failure.OneLine),
            var other => Nothing($"the agent answered with {other.GetType().Name}"),
        };
        records = [.. records, .. to.Except(usable).Select(name => Missing(name, noWay.GetValueOrDefault(name) ?? repositories.Closed.GetValueOrDefault(name) ?? "it came into reach too late for this copy"))];
        SeenCopies.Made(state, records.Select(r => r.Snapshot).OfType<string>());
        ProtectionLog.Append(state, records);
        foreach (var read in records.Where(r => r is { Snapshot: not null, VerifiedAt: not null, Partial: false }))
        {
            marks.Clear(read.Repository);
        }

        return records;

        // They are the same day after day, and a log of them would grow beyond all use.
        static ImmutableArray<string>? TablesOf(Captured captured, Baseline past) =>
            captured.Tables is { } tables && !(past.TablesOfLast is { } before && before.SequenceEqual(tables)) ? [.. tables] : null;

        ImmutableArray<ProtectionRecord> Nothing(string why) => [.. usable.Select(name => Missing(name, why))];

        ProtectionRecord Missing(string repository, string why) => new(system.Name, repository, null, began, null, 0, 0, false, why);
    }

    /// <summary>Where the host finds the repositories.</summary>
    /// <param name="noWay">Gets those that it cannot reach, and why.</param>
    private ImmutableArray<RepositoryAddress> AddressesFrom(Host host, IEnumerable<string> names, Dictionary<string, string> noWay)
    {
        var addresses = ImmutableArray.CreateBuilder<RepositoryAddress>();
        foreach (var name in names)
        {
            try
            {
                addresses.Add(world.AddressOf(world.Plan.RepositoryNamed(name), host));
            }
            catch (FailureException e)
            {
                noWay[name] = e.Failure.OneLine;
            }
        }

        return addresses.ToImmutable();
    }
}
