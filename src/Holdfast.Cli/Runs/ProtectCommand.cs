using System.CommandLine;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Restic;
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
        var command = new Command("protect", "Take the copies that the plan asks for, and read back what was written.") { systems, watch };
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

            foreach (var (name, repository) in repositories.Open)
            {
                await Records.KeepPlanAsync(repository, name, session.Plan, cancellationToken);
            }

            var epoch = (await repositories.EpochAsync(cancellationToken)).Current;
            var protector = new Protector(world, session.State, session.Link, session.Clock);
            return parsed.GetValue(watch)
                ? await WatchAsync(session, protector, chosen, epoch, repositories, cancellationToken)
                : await OnceAsync(session, protector, chosen, epoch, repositories, cancellationToken);
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
                await ProtectAsync(session, protector, system, epoch, cancellationToken);
                // From the beginning, not the end: the schedule says how old a point may get. A copy that takes longer is taken again at once.
                due.Enqueue(system, began + system.Protection.Every);
                if (session.Clock.GetUtcNow() > recordsDue)
                {
                    await KeepAsync(session, repositories, cancellationToken);
                    recordsDue = session.Clock.GetUtcNow() + RecordsEvery;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await KeepAsync(session, repositories, CancellationToken.None);
            session.Screen.Line("Stopped. What was protected until now stays.");
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

    private static ProtectedSystem[] Choose(Session session, string[] names)
    {
        var plan = session.Plan.Plan;
        return names.FirstOrDefault(n => !plan.Systems.Any(s => s.Name == n)) is { } unknown
            ? throw new UsageException($"The plan has no system \"{unknown}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.")
            : [.. plan.Systems.Where(s => names.Length == 0 || names.Contains(s.Name))];
    }
}
