using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast points</c>: what each system can be brought back from.</summary>
internal static class PointsCommand
{
    public static Command Create()
    {
        var system = new Argument<string?>("SYSTEM") { Description = "Which system; all when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var changes = new Option<bool>("--changes") { Description = "Read what the points hold, and say how many files each has that the one before has not." };
        var command = new Command("points", "The recovery points of each system: when, where, how large, how well proven, what is new in each, and what speaks against one.") { system, changes };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var plan = session.Plan.Plan;
            var named = parsed.GetValue(system);
            if (named is not null && plan.Systems.All(s => s.Name != named))
            {
                throw new UsageException($"The plan has no system \"{named}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.");
            }

            await using var repositories = await looking.OpenAsync(session, parsed, plan.Repositories, cancellationToken);
            var history = KeptHistory.In(session.State);
            var records = history.Copies;
            var choice = new RecoveryPoints(
                repositories, records, repositories.EpochsBy(session.State), PointWish.None, notAfter: null, session.Clock.GetUtcNow(), new(PlanIndex.Of(plan), history));
            ProtectedSystem[] shown = [.. plan.Systems.Where(s => s.Protection is not null && (named is null || s.Name == named))];
            var timelines = new List<PointTimeline>();
            foreach (var one in shown)
            {
                var timeline = PointTimeline.Of(one, choice.All(one), records);
                timelines.Add(parsed.GetValue(changes) ? await timeline.WithChangesAsync(repositories, cancellationToken) : timeline);
            }

            KnownPoint[] points = [.. timelines.SelectMany(t => t.All)];
            foreach (var line in timelines.SelectMany(t => PointLines.Of(t, session.Clock.GetUtcNow())))
            {
                session.Screen.Line(line);
            }

            if (points.Any(p => p.IsUntold && p.WhyNot is null))
            {
                session.Screen.Line("NOT SIGNED: no machine that the organization named told of it, so it is taken after those of which one did.");
            }

            foreach (var line in choice.Doubts(shown))
            {
                Screen.Alarm(line);
            }

            foreach (var line in Acceptable(records, points))
            {
                session.Screen.Line(line);
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject
                {
                    { "points", timelines.SelectMany(PointLines.Copies) },
                    { "timeline", timelines.SelectMany(PointLines.Moments) },
                    { "closed", repositories.Closed },
                });
            }

            return points.Any(p => p.WhyNot is null) && repositories.Closed.IsEmpty ? ExitCode.Good : ExitCode.Partial;
        });
        command.Subcommands.Add(Accept());
        return command;
    }

    /// <summary>Of each system the newest copy, where an operator may say that what it holds is right.</summary>
    private static IEnumerable<string> Acceptable(IEnumerable<ProtectionRecord> records, KnownPoint[] points)
    {
        var listed = points.Select(p => (p.Point.System, p.Point.Snapshot)).ToHashSet();
        foreach (var newest in records.Where(r => r.Snapshot is not null && listed.Contains((r.System, r.Snapshot))).GroupBy(r => r.System).Select(s => s.MaxBy(r => r.TakenAt)!))
        {
            if (newest.IsSuspect || newest.HasShrunk)
            {
                yield return $"{newest.System}, {newest.Snapshot![..8]}: {(newest.IsSuspect ? newest.Suspect : string.Join("; ", newest.Shrunk))}. "
                    + $"If that is right: holdfast points accept {newest.Snapshot[..8]} --because REASON";
            }
        }
    }

    private static Command Accept()
    {
        var snapshot = new Argument<string>("SNAPSHOT") { Description = "The copy that is suspect or holds less than before, by its snapshot in one of the repositories; the others of the same moment go with it." };
        var because = new Option<string>("--because") { Description = "How you know that its content is what it should be.", Required = true, HelpName = "REASON" };
        var command = new Command("accept", "Say that what a copy holds is right although it is suspect or holds less than before, and hold the next ones against it.") { snapshot, because };
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var screen = options.ScreenOf(parsed);
            var named = parsed.GetValue(snapshot)!;
            if (named.Length < 8 || string.IsNullOrWhiteSpace(parsed.GetValue(because)))
            {
                throw new UsageException("That names no snapshot, or no reason.", "Give at least the first 8 digits, as \"holdfast points\" shows them, and say with --because how you know.");
            }

            var accepted = ProtectionLog.Accept(options.FolderOf(parsed), named, parsed.GetValue(because)!);
            if (accepted.IsEmpty)
            {
                throw new UsageException($"No copy that is suspect or holds less than before is called {named}.", "\"holdfast points\" lists the copies, with why one does not count.");
            }

            foreach (var copy in accepted)
            {
                screen.Line($"{copy.System} in {copy.Repository}, {copy.Snapshot![..8]}, taken {copy.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: counts from now on.");
            }

            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "accepted", JsonFields.Of(accepted) } });
            }

            return ExitCode.Good;
        });
        return command;
    }
}
