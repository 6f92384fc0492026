using System.CommandLine;
using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Restic;
using Holdfast.Stages.Journals;
using Holdfast.Stages.Protection;
using Holdfast.Stages.Repositories;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast protect</c>: takes the copies that the plan asks for, now or again and again.</summary>
internal static class ProtectCommand
{
    /// <summary>How often a watch copies its own records to the repositories: they serve the prediction, the copies stand without them.</summary>
    private static readonly TimeSpan RecordsEvery = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var systems = new Argument<string[]>("SYSTEM") { Description = "Which systems; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var watch = new Option<bool>("--watch") { Description = "Keep the plan's schedule until interrupted." };
        var activeHere = new Option<bool>("--active-here")
        {
            Description = "After a failover: say that the systems are active on the hosts of this plan again, so that its copies count.",
        };
        var command = new Command("protect", "Take the copies that the plan asks for, and read back what was written.") { systems, watch, activeHere };
        var options = new SessionOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var chosen = Choose(session, parsed.GetValue(systems) ?? []);
            var world = session.Plan.Real();
            await using var repositories = await FirstUse.OpenAsync(world, session.Link, Hosts.FindKeyAsync, session.Clock, session.Screen.Line, cancellationToken);
            foreach (var (name, why) in repositories.Closed)
            {
                Screen.Warn($"{name}: {why}");
            }

            if (parsed.GetValue(activeHere))
            {
                await ReturnAsync(session, chosen, repositories, cancellationToken);
            }

            var epochs = await repositories.EpochAsync(cancellationToken);
            var active = Active(chosen, epochs);
            await KeepPlanAsync(session, repositories, cancellationToken);
            var protector = new Protector(world, session.State, session.Link, session.Clock);
            return parsed.GetValue(watch)
                ? await WatchAsync(session, protector, active, epochs.Current, repositories, cancellationToken)
                : await OnceAsync(session, protector, active, epochs.Current, repositories, cancellationToken) is ExitCode.Good && active.Length == chosen.Length
                    ? ExitCode.Good
                    : ExitCode.Partial;
        });
        return command;
    }

    private static async Task<int> OnceAsync(
        Session session, Protector protector, ProtectedSystem[] systems, int epoch, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        var all = new List<ProtectionRecord>();
        foreach (var system in systems)
        {
            all.AddRange(await ProtectAsync(session, protector, system, epoch, cancellationToken));
        }

        await KeepAsync(session, repositories, cancellationToken);
        if (session.Screen.Json)
        {
            Screen.WriteJson(new { copies = all });
        }

        return all.TrueForAll(r => r.Counts) ? ExitCode.Good : ExitCode.Partial;
    }

    private static async Task<int> WatchAsync(
        Session session, Protector protector, ProtectedSystem[] systems, int epoch, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        var due = new PriorityQueue<ProtectedSystem, DateTimeOffset>(systems.Select(s => (s, now)));
        var recordsDue = now + RecordsEvery;
        var newest = new SortedDictionary<(string, string), ProtectionRecord>();
        session.Screen.Line($"Protecting {systems.Length} systems as {session.Plan.Origin} asks; Ctrl-C ends it.");
        try
        {
            while (due.TryDequeue(out var system, out var at))
            {
                var wait = at - session.Clock.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, session.Clock, cancellationToken);
                }

                var began = session.Clock.GetUtcNow();
                foreach (var record in await ProtectAsync(session, protector, system, epoch, cancellationToken))
                {
                    newest[(record.System, record.Repository)] = record;
                }

                // From the beginning, not the end: the schedule says how old a point may get. A copy that takes longer is taken again at once.
                due.Enqueue(system, began + system.Protection.Every);
                if (session.Clock.GetUtcNow() > recordsDue)
                {
                    await KeepAsync(session, repositories, cancellationToken);
                    if (Active(systems, await repositories.EpochAsync(cancellationToken)).Length < systems.Length)
                    {
                        throw new RunRefusedException(
                            "Protecting ended: systems are active elsewhere since a failover.", "Begin again to protect those that are still active here.");
                    }

                    recordsDue = session.Clock.GetUtcNow() + RecordsEvery;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await KeepAsync(session, repositories, CancellationToken.None);
            session.Screen.Line("Stopped. What was protected until now stays.");
            if (session.Screen.Json)
            {
                Screen.WriteJson(new { copies = newest.Values }); // The newest of each system in each repository: a watch may last for years.
            }
        }

        return ExitCode.Good;
    }

    private static async Task<IReadOnlyList<ProtectionRecord>> ProtectAsync(
        Session session, Protector protector, ProtectedSystem system, int epoch, CancellationToken cancellationToken)
    {
        var began = session.Clock.GetTimestamp();
        var records = await protector.ProtectAsync(system, epoch, cancellationToken);
        var took = Spoken.Of(session.Clock.GetElapsedTime(began));
        foreach (var record in records)
        {
            session.Screen.Line(
                $"{record.TakenAt:HH:mm:ss}  {record.System,-14} -> {record.Repository,-10} "
                + (record.Counts ? $"verified  {Spoken.Bytes(record.Bytes),9}, {Spoken.Bytes(record.Added),9} new, {took}" : Spoil(record)));
        }

        return records;
    }

    private static string Spoil(ProtectionRecord record) =>
        $"{(record.Partial ? "PARTIAL, no recovery point" : record.Snapshot is null ? "FAILED" : "NOT VERIFIED")}: {record.Why}";

    private static async Task KeepAsync(Session session, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                await Records.KeepStateAsync(repository, session.State, cancellationToken);
            }
            catch (RepositoryException e)
            {
                Screen.Warn($"{name} did not take the journals: {e.Message}"); // The copies themselves are made; the next round tries again.
            }
        }
    }

    /// <summary>The systems that are still active where this plan runs them: a copy of any other would be one of abandoned data.</summary>
    private static ProtectedSystem[] Active(ProtectedSystem[] systems, EpochRecord epochs)
    {
        var moved = systems.Select(s => (System: s, Move: epochs.MovedFrom(s.RunsOn, s.Name))).Where(s => s.Move is not null).ToArray();
        foreach (var (system, move) in moved)
        {
            Screen.Warn($"{system.Name} is not protected on {system.RunsOn}: {move!.Run} made it active on {move.Host} at {move.At:yyyy-MM-dd HH:mm:ss}Z.");
        }

        var active = systems.Except(moved.Select(m => m.System)).ToArray();
        return active.Length > 0
            ? active
            : throw new RunRefusedException(
                "protect refused: none of the systems is active here any more; a copy would be one of abandoned data.",
                $"To protect them on {moved[0].Move!.Host}, let the plan say that they run there. If they really are active here again: --active-here.");
    }

    private static async Task ReturnAsync(
        Session session, ProtectedSystem[] systems, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        var run = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-protect");
        foreach (var warning in await repositories.BeginEpochAsync(run, now, [.. systems.Select(s => (s.Name, s.RunsOn))], cancellationToken))
        {
            Screen.Warn(warning);
        }
    }

    private static async Task KeepPlanAsync(Session session, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                await Records.KeepPlanAsync(repository, name, session.Plan, cancellationToken);
            }
            catch (RepositoryException e)
            {
                Screen.Warn($"{name} did not take the plan: {e.Message}"); // The copies say for themselves whether it takes them.
            }
        }
    }

    private static ProtectedSystem[] Choose(Session session, string[] names)
    {
        var plan = session.Plan.Plan;
        return names.FirstOrDefault(n => !plan.Systems.Any(s => s.Name == n)) is { } unknown
            ? throw new UsageException($"The plan has no system \"{unknown}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.")
            : [.. plan.Systems.Where(s => names.Length == 0 || names.Contains(s.Name))];
    }
}
