using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Cli.Runs;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Presentation;
using Holdfast.Presentation.Protection;
using Holdfast.Presentation.Readiness;

namespace Holdfast.Cli.Upkeep;

/// <summary><c>holdfast upkeep</c>: carries out what the plan says of copies that are there: how long they are kept and how often they are read back.</summary>
internal static class UpkeepCommand
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be removed, what would stay and why, and how much is due to be read back." };
        var command = new Command("upkeep", "Remove the copies that the plan does not keep, free their space, and read back what is due.") { dryRun };
        var named = new NamedRepositories().AddTo(command);
        var ignore = new IgnoreOptions().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, state => ignore.Apply(parsed, state), cancellationToken);
            var places = named.Of(parsed, session.Plan.Plan);
            session.AgreeToUse("upkeep", new() { Repositories = [.. places], Thinned = session.Plan.Plan.Systems });
            var only = parsed.GetValue(dryRun);
            using var lease = only ? null : session.State.TryLease(StoreNames.UpkeepLease, "upkeep") ?? throw new RunRefusedException(
                $"upkeep refused: {session.State.HolderOf(StoreNames.UpkeepLease)?.Shown ?? "another process"} is at it.", "Let it end first; nothing has to be done twice.");
            await using var repositories = await RepositorySet.OpenAsync(
                session.Plan.Real(), places, session.Keys, session.Clock, RepositoryAsking.Default with { Tell = Screen.Warn }, cancellationToken);
            foreach (var (name, why) in repositories.Closed)
            {
                Screen.Warn($"{name} could not be looked after: {why}");
            }

            if (!session.Trust.IsKnown)
            {
                Screen.Warn($"{session.Trust.Standing.Says()} Nothing is removed by it: sign it with \"holdfast trust sign\".");
            }

            var unsigned = session.Trust.IsKnown ? null : session.Trust.Standing.Says();
            var wish = new UpkeepWish(_ => Task.FromResult(unsigned), only, TimeSpan.Zero);
            var reports = await new RepositoryUpkeep(session.Context, repositories, wish, Screen.Warn).RunAsync(cancellationToken);
            foreach (var report in reports)
            {
                UpkeepLines.Show(session.Screen, report, only);
            }

            foreach (var line in RoomLines.Of(reports.Select(r => r.Room).OfType<RoomOutlook>(), session.Clock.GetUtcNow()))
            {
                session.Screen.Line(line);
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "dryRun", only }, { "repositories", reports.Select(UpkeepLines.Json) }, { "failed", repositories.Closed } });
            }
            else if (reports.All(r => r.Removed == 0 && r.FreedBytes == 0 && r.PartsDue == 0 && r.IsGood && !r.Points.Any(p => p.Waiting > 0)))
            {
                session.Screen.Line("Nothing is due.");
            }

            return repositories.Closed.IsEmpty && reports.All(r => r.IsGood) && (unsigned is null || session.Plan.Plan.Systems.All(s => s.Protection?.Keep is null)) ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }
}
