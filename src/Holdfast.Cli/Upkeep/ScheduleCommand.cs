using System.CommandLine;
using Holdfast.Cli.Metrics;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Protection;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Presentation;
using Holdfast.Presentation.Protection;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Upkeep;

/// <summary><c>holdfast schedule</c>: everything that the plan asks for again and again, without anybody's doing.</summary>
internal static class ScheduleCommand
{
    private const string RunningSystemd = "/run/systemd/system";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create() => new("schedule", "Keep the plan's schedule by itself: copies, retention, reading back.") { Run(), Install(), Remove(), Unit() };

    private static Command Run()
    {
        var command = new Command("run", "Keep the schedule until interrupted; what the service runs.");
        var options = new SessionOptions(looks: false).AddTo(command);
        var served = Served();
        command.Options.Add(served);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = parsed.GetValue(served) is { } typed ? MetricsPlace.Read(typed) : null;
            var session = await options.OpenAsync(parsed, cancellationToken);
            Agree(session);
            using var lease = session.State.TryLease(StoreNames.ScheduleLease, "holdfast schedule run") ?? throw new RunRefusedException(
                $"schedule run refused: {session.State.HolderOf(StoreNames.ScheduleLease)?.Shown ?? "another process"} keeps this schedule.",
                "One is enough. To see what it does: holdfast status; if it is the service: systemctl status " + ScheduleUnit.NameOf(session.Plan.Plan.Organization));
            using var service = ServiceManager.FromEnvironment();
            await using var metrics = MetricsServer.Start(place, session.Plan.Plan.Organization, session.Clock, Screen.Warn);
            for (Session? next = session; next is not null;)
            {
                session = next;
                next = await KeepAsync(options, parsed, session, service, metrics?.Last, cancellationToken);
                if (next is not null)
                {
                    Agree(next);
                    next.Screen.Line($"{next.Plan.Origin} was changed: from now on what it says now counts, SHA-256 {next.Plan.Hash[..16]}.");
                }
            }

            service.Stopping();
            return ExitCode.Good;
        });
        return command;
    }

    private static void Agree(Session session)
    {
        var plan = session.Plan.Plan;
        session.AgreeToUse("schedule run", new()
        {
            Repositories = plan.Repositories,
            Hosts = [.. plan.Systems.Where(s => s.Protection is not null).Select(s => plan.HostNamed(s.RunsOn))],
            Copied = plan.Systems,
            Thinned = plan.Systems,
            Alerts = true,
        });
    }

    /// <summary>Keeps the schedule by one plan.</summary>
    /// <returns>The session by the plan as it was changed meanwhile; null: it was interrupted.</returns>
    private static async Task<Session?> KeepAsync(
        SessionOptions options, ParseResult parsed, Session session, ServiceManager service, LastMetrics? metrics, CancellationToken cancellationToken)
    {
        var systems = session.Plan.Plan.Systems.Where(s => s.Protection is not null).ToArray();
        var events = new ProtectionEvents(session.Screen.Line, Screen.Warn, (record, took) => session.Screen.Line(CopyLine.Of(record, took))) { Signs = PlanToSign.ShowChange };
        if (!session.Trust.IsKnown)
        {
            Screen.Warn($"{session.Trust.Standing.Says()} No copy is removed by it: sign it with \"holdfast trust sign\".");
        }

        await using var round = await ProtectionRound.OpenAsync(session.Context, events, systems, activeHere: false, cancellationToken);
        if (session.Trust.IsLocal)
        {
            await round.SettleTrustAsync(cancellationToken);
        }

        service.Ready($"{round.Active.Length} systems are protected");
        using var watch = new PlanFileWatch(options, parsed, session, Screen.Warn);
        return await KeepAsync(session, systems, events, round, watch, metrics, cancellationToken);
    }

    /// <summary>Copies, and beside them the upkeep, drills, what people are told, and a look at the plan's file. When one ends for good, so do the others.</summary>
    private static async Task<Session?> KeepAsync(
        Session session, Recovery.Plans.ProtectedSystem[] systems, ProtectionEvents events, ProtectionRound round, PlanFileWatch watch, LastMetrics? metrics,
        CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handOver = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        using var channels = AlertChannels.Of(session.Context);
        var turn = new AlertTurn(session, channels, Screen.Warn, metrics);
        var alerts = new AlertWatch(session.Clock, turn.TryLookAsync, turn.RetryAsync);
        var told = session.Plan.Plan.Alerts is null && metrics is null ? Task.Delay(Timeout.InfiniteTimeSpan, session.Clock, ending.Token) : alerts.KeepAsync(ending.Token);
        var heard = events with
        {
            Copied = (record, took) =>
            {
                events.Copied(record, took);
                if (record.Outcome != CopyOutcome.Counted)
                {
                    alerts.Hurry();
                }
            },
        };
        var upkeep = new UpkeepWatch(session.Context, watch.WhyNothingGoesAsync, report => UpkeepLines.Show(session.Screen, report, dryRun: false), Screen.Warn).KeepAsync(ending.Token);
        var drills = new DrillWatch(session, alerts.Hurry).KeepAsync(ending.Token);
        var changed = watch.ChangedAsync(ending.Token);
        var copies = new ProtectionWatch(session.Context, heard, systems).KeepAsync(round, ending.Token, handOver.Token);
        if (await Task.WhenAny(upkeep, copies, told, drills, changed) == changed && changed.IsCompletedSuccessfully)
        {
            await handOver.CancelAsync(); // A copy that is under way is taken to its end.
            await Task.WhenAny(copies, upkeep);
        }

        await ending.CancelAsync();
        try
        {
            await copies; // Why it ended is told, if it was not asked to.
        }
        finally
        {
            await Task.WhenAll(upkeep, told, drills, changed).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        foreach (var other in new[] { upkeep, told, drills, changed }.Where(t => t.IsFaulted))
        {
            await other;
        }

        if (!changed.IsCompletedSuccessfully || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        await turn.TellChangeAsync(await changed, cancellationToken);
        return await changed;
    }

    private static Command Install()
    {
        var command = new Command("install", "Make a service of systemd that keeps the schedule, and start it.");
        var options = new SessionOptions(looks: true).AddTo(command);
        var (folder, served) = (UnitFolder(), Served());
        command.Options.Add(served);
        command.Options.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            if (ScheduleUnit.KeysOutOfReach(session.Plan).ToArray() is [_, ..] lost)
            {
                throw new RunRefusedException(
                    $"A service has none of your variables, and {string.Join("; ", lost)}.", "Put it into a file that only this user reads, and write file:PATH in the plan.");
            }

            var unit = UnitOf(session, parsed.GetValue(served));
            var path = Path.Combine(FolderOf(parsed.GetValue(folder)), unit.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            OutputFiles.Write(path, unit.Text);
            session.Screen.Line($"{path} was written.");
            if (session.Plan.Plan.Systems.Any(s => s.Protection?.Keep is not null))
            {
                session.Screen.Line("It removes what the plan's keep does not keep. To see that before: holdfast upkeep --dry-run");
            }

            if (parsed.GetValue(folder) is not null || !Directory.Exists(RunningSystemd))
            {
                session.Screen.Line($"systemd was not asked{(Directory.Exists(RunningSystemd) ? "" : ", as it does not run here")}. To start it: {Systemctl("daemon-reload")} && {Systemctl("enable", "--now", unit.Name)}");
                return ExitCode.Good;
            }

            await AskAsync(["daemon-reload"], cancellationToken);
            await AskAsync(["enable", unit.Name], cancellationToken);
            await AskAsync(["restart", unit.Name], cancellationToken);
            session.Screen.Line($"{unit.Name} runs and starts with the machine. What it says: journalctl {(Environment.IsPrivilegedProcess ? "" : "--user ")}-u {unit.Name}");
            if (!Environment.IsPrivilegedProcess)
            {
                session.Screen.Line($"It ends when you log out unless an administrator says: loginctl enable-linger {Environment.UserName}");
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Stop the service and take it away. Copies and journals stay.");
        var options = new SessionOptions(looks: true).AddTo(command);
        var folder = UnitFolder();
        command.Options.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var name = ScheduleUnit.NameOf(session.Plan.Plan.Organization);
            var path = Path.Combine(FolderOf(parsed.GetValue(folder)), name);
            if (!File.Exists(path))
            {
                throw new UsageException($"There is no {path}.", "Nothing keeps this plan's schedule as a service of this user.");
            }

            var asks = parsed.GetValue(folder) is null && Directory.Exists(RunningSystemd);
            if (asks)
            {
                await AskAsync(["disable", "--now", name], cancellationToken);
            }

            File.Delete(path);
            if (asks)
            {
                await AskAsync(["daemon-reload"], cancellationToken);
            }

            session.Screen.Line($"{path} was removed. Nothing keeps this plan's schedule now.");
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Unit()
    {
        var command = new Command("unit", "Print the unit that install would write.");
        var options = new SessionOptions(looks: true).AddTo(command);
        var served = Served();
        command.Options.Add(served);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            Console.Out.Write(UnitOf(session, parsed.GetValue(served)).Text);
            return ExitCode.Good;
        });
        return command;
    }

    private static ScheduleUnit UnitOf(Session session, string? metrics) => !session.Trust.IsLocal
        ? throw new UsageException("A service needs the plan as a file of this machine.", "Write it first: holdfast plan save --output FILE, then: holdfast schedule install --plan FILE")
        : ScheduleUnit.Of(
            session.Plan.Plan.Organization,
            Environment.ProcessPath!,
            Path.GetFullPath(Path.Combine(session.Plan.Folder, session.Plan.FileName)),
            Path.GetFullPath(session.State.PlaceOf("")).TrimEnd('/'),
            !Environment.IsPrivilegedProcess,
            metrics is null ? null : MetricsPlace.Read(metrics).ToString());

    private static Option<string?> Served() => new("--metrics") { Description = "Serve metrics for Prometheus at http://ADDRESS:PORT/metrics. Without an address only this machine reaches them.", HelpName = "[ADDRESS:]PORT" };

    private static Option<string?> UnitFolder() => new("--unit-folder") { Description = "Write the unit there, and ask systemd nothing.", HelpName = "FOLDER" };

    private static string FolderOf(string? named) => named ?? (Environment.IsPrivilegedProcess
        ? "/etc/systemd/system"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "systemd", "user"));

    private static string Systemctl(params string[] words) => $"systemctl {(Environment.IsPrivilegedProcess ? "" : "--user ")}{string.Join(' ', words)}";

    private static async Task AskAsync(string[] words, CancellationToken cancellationToken)
    {
        string[] all = Environment.IsPrivilegedProcess ? words : ["--user", .. words];
        var end = await new HostProgram("systemctl", all).RunAsync(TimeProvider.System, Patience, cancellationToken);
        if (!end.IsGood)
        {
            throw new RunRefusedException($"{Systemctl(words)} failed: {end.LastLines()}", "Look with: " + Systemctl("status"));
        }
    }
}
