using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast verify</c>: reads everything in the repositories back, and remembers what came of it.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Read everything in the repositories back, and remember which points are damaged.");
        var named = new NamedRepositories().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var places = named.Of(parsed, session.Plan.Plan);
            session.AgreeToUse("verify", new() { Repositories = [.. places] }); // It finds keys, as protect does.
            await using var repositories = await RepositorySet.OpenAsync(
                session.Plan.Real(), places, session.Keys, session.Clock, RepositoryAsking.Default with { Tell = Screen.Warn }, cancellationToken);
            foreach (var (name, why) in repositories.Closed)
            {
                Screen.Warn($"{name} was not read: {why}");
            }

            var readings = new List<FullReading>();
            var doubted = repositories.Open.Where(r => r.Value.Doubt is not null).Select(r => r.Key).ToHashSet();
            var failed = repositories.Closed.ToDictionary();
            foreach (var (name, repository) in repositories.Open)
            {
                try
                {
                    var reading = await FullReading.RunAsync(session.State, name, repository, session.Clock, null, cancellationToken);
                    Show(session.Screen, reading, repository.Doubt);
                    readings.Add(reading);
                }
                catch (RepositoryException e)
                {
                    failed[name] = e.Message;
                    Screen.Warn($"{name} was not read to its end: {e.Message}");
                }
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject
                {
                    { "read", readings.Select(r => new JsonObject { { "repository", r.Repository }, { "isGood", r.IsGood && !doubted.Contains(r.Repository) }, { "snapshots", r.Report.Snapshots }, { "packsRead", r.Report.PacksRead }, { "bytesRead", r.Report.BytesRead }, { "errors", r.Report.Errors }, { "damaged", JsonFields.Of(r.Damaged) } }) },
                    { "failed", failed },
                });
            }

            return failed.Count == 0 && doubted.Count == 0 && readings.All(r => r.IsGood) ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }

    private static void Show(Screen screen, FullReading reading, string? doubt)
    {
        var what = $"{reading.Repository}: {reading.Report.Snapshots} snapshots, {reading.Report.PacksRead} packs, {Spoken.Bytes(reading.Report.BytesRead)} read in {Spoken.Of(reading.Report.Elapsed)}";
        screen.Line($"{what}: {(reading.IsGood && doubt is null ? "all good." : "NOT GOOD.")}");
        foreach (var error in reading.Report.Errors.Append(doubt).Append(reading.Unremembered).OfType<string>())
        {
            Screen.Warn($"{reading.Repository}: {error}");
        }

        foreach (var line in LostPoints.Lines(reading.Damaged))
        {
            Screen.Warn(line);
        }
    }
}
