using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Presentation.Pictures.Timelines;
using Holdfast.Presentation.Readiness;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast predict</c>: how long, how much lost, and how well founded that is.</summary>
internal static class PredictCommand
{
    /// <summary>So many losses fit on a screen.</summary>
    private const int OnAScreen = 25;

    private static readonly Option<string?> Scenario = new("--scenario")
    {
        Description = "One of the plan's scenarios, or the loss of a single thing: \"host srv1\", \"building office\", \"data erp\".",
    };

    private static readonly Option<string?> System = new("--system") { Description = "Tell of this system and what it needs. Without --scenario: its host is lost." };

    private static readonly Option<string[]> What = new("--what-if")
    {
        Description = "Predict with something changed, and show both: \"link office - colo 1 Gbit/s\". Can be said several times.",
        HelpName = "CHANGE",
    };

    private static readonly Option<bool> All = new("--all") { Description = "Every scenario and every single loss, ranked by breach times cost." };

    private static readonly Option<string?> Picture = new("--picture") { Description = "Draw how it would go, as SVG.", HelpName = "FILE.svg" };

    public static Command Create()
    {
        var command = new Command("predict", "How long until operating again, how much would be lost, and what that rests on.") { Scenario, System, What, All, Picture };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        var chosen = new PointOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var picture = PictureOf(parsed);
            var session = await options.OpenAsync(parsed, cancellationToken);
            var changes = parsed.GetValue(What)!.Select(text => ChangeOf(text, session.Plan.Plan)).ToArray();
            var loss = parsed.GetValue(All) ? null : LossOf(session, parsed.GetValue(Scenario), parsed.GetValue(System));
            var (wish, since) = (chosen.Wish(parsed, session.Plan.Plan), chosen.Since(parsed));
            await using var repositories = await looking.OpenAsync(session, parsed, loss?.Repositories ?? session.Plan.Plan.Repositories, cancellationToken);
            var (doubt, odd) = await ClockDoubt.OfAsync(repositories.Open, session.State, session.Clock.GetUtcNow(), cancellationToken);
            if (odd is not null)
            {
                Screen.Warn($"{odd}.");
            }

            if (doubt is not null)
            {
                Screen.Warn($"{doubt}. One of the clocks is wrong, and a failover would be refused until it is set.");
            }

            var now = session.Clock.GetUtcNow();
            foreach (var line in RoomLines.Of(RoomOutlook.Of(session.Plan.Real(), repositories, session.State, now, remember: false), now))
            {
                Screen.Warn($"{line} Where there is no room no copy is taken, and more is lost than is predicted."); // Past gaps do not foresee it.
            }

            var basis = KnownBasis.Of(session.Plan.Plan, KeptHistory.In(session.State), repositories, wish, since, now)
                .Doubted(repositories, repositories.EpochsBy(session.State));
            foreach (var line in basis.Doubts.Where(d => loss is null || loss.Systems.Any(s => s.Name == d.Key)).SelectMany(d => d.Value))
            {
                Screen.Warn(line);
            }

            return loss is null
                ? Rank(session.Screen, changes.Aggregate(basis, (b, change) => b.With(change)), cancellationToken)
                : Predict(session.Screen, basis, loss.Scenario, changes, parsed.GetValue(System), picture, cancellationToken);
        });
        return command;
    }

    private static int Rank(Screen screen, Basis basis, CancellationToken cancellationToken)
    {
        var sweep = Sweep.Of(PlanIndex.Of(basis.Plan), basis.Forecast(), cancellationToken);
        PredictionTables.Ranked(screen, sweep, OnAScreen, basis.Plan.Currency);
        if (screen.Json)
        {
            Screen.WriteJson(PredictionJson.Of(sweep));
        }

        return sweep.Ranked.All(o => o.IsGood) ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    private static int Predict(Screen screen, Basis basis, Scenario scenario, Change[] changes, string? system, string? picture, CancellationToken cancellationToken)
    {
        var changed = changes.Aggregate(basis, (b, change) => b.With(change, scenario));
        var (loss, prediction) = changed.Predict(scenario, cancellationToken: cancellationToken);
        JsonObject? whatIf = null;
        if (changes.Length > 0)
        {
            var (was, before) = basis.Predict(scenario, cancellationToken: cancellationToken);
            string[] said = [.. changes.Select(c => c.CountsIn(basis.Plan, scenario) ? c.Says : $"{c.Says} (which is of no use in this scenario)")];
            PredictionTables.Compare(screen, was, before, prediction, said);
            whatIf = new JsonObject { { "changes", said }, { "before", PredictionJson.Of(was, before) } };
        }

        PredictionTables.Show(screen, loss, prediction, RecoveryGraph.Of(changed.Plan, loss), basis.Now, system is null ? null : changed.Index.WithNeeds(system));
        if (picture is not null)
        {
            OutputFiles.Write(picture, TimelinePicture.Of(changed.Plan, loss, prediction).ToString());
        }

        var outlook = LossOutlook.Of(loss, declared: true, prediction);
        if (!outlook.NeverShown.IsEmpty)
        {
            screen.Line($"NOT PROVEN: {Unshown.Of(outlook)} when the steps are done, so a run would end without knowing it.");
        }

        if (screen.Json)
        {
            Screen.WriteJson(PredictionJson.Of(loss, prediction, whatIf));
        }

        return outlook.IsGood ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    /// <summary>Where to draw, refused before anything is worked out; null: nowhere.</summary>
    private static string? PictureOf(ParseResult parsed) => parsed.GetValue(Picture) is not { } file ? null
        : parsed.GetValue(All) ? throw new UsageException("--picture draws one loss, and --all walks every one.", "Say --scenario instead of --all.")
        : new OutputFiles([]).Add("--picture", file);

    private static Loss LossOf(Session session, string? scenario, string? system)
    {
        if (system is null)
        {
            return session.LossOf(scenario);
        }

        var plan = session.Plan.Plan;
        var named = plan.Systems.FirstOrDefault(s => s.Name == system) ?? throw new UsageException(
            $"The plan has no system \"{system}\".", $"It has {string.Join(", ", plan.Systems.Take(20).Select(s => s.Name))}{(plan.Systems.Length > 20 ? ", ..." : "")}.");
        var loss = session.LossOf(scenario ?? $"host {named.RunsOn}");
        return loss.Systems.Any(s => s.Name == system)
            ? loss
            : throw new UsageException($"\"{loss.Scenario.Name}\" does not take {system}.", "Choose another --scenario, or none: then its host is lost.");
    }

    private static Change ChangeOf(string text, Plan plan)
    {
        try
        {
            return WhatIf.Read(text, plan);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, WhatIf.Forms);
        }
    }
}
