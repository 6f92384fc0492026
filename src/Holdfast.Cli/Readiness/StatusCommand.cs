using System.CommandLine;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Alerts;
using Holdfast.Presentation.Pictures.Timelines;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Cli.Readiness;

/// <summary><c>holdfast status</c>: whether the whole business is ready, on one screen, from evidence.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var offline = new Option<bool>("--offline") { Description = "Open no repository; use what is written down about them, and call nothing of it good." };
        var all = new Option<bool>("--all") { Description = "Show each system, also those that are good." };
        var score = new Option<bool>("--score") { Description = "Instead: every prediction that a drill or a failover measured, and how right it was." };
        var picture = new Option<string?>("--picture") { Description = "Draw how the worst of the plan's scenarios would go.", HelpName = "FILE.svg" };
        var command = new Command("status", "Whether the business would be back in time, and with little enough lost, whatever happens.") { offline, all, score, picture };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetValue(picture) is { } named ? new OutputFiles([]).Add("--picture", named) : null;
            var session = await options.OpenAsync(parsed, cancellationToken);
            if (parsed.GetValue(score))
            {
                ScoreScreen.Show(session.Screen, KeptHistory.Read(session.State, session.Plan).Past.Record);
                return ExitCode.Good;
            }

            await using var contents = parsed.GetValue(offline) ? null : await looking.OpenAsync(session, parsed, session.Plan.Plan.Repositories, cancellationToken);
            var look = await ReadinessLook.OfAsync(session, contents, remembers: false, cancellationToken);
            var (answer, now) = (look.Answer, look.Now);
            StatusScreen.Show(session.Screen, session.Plan.Plan, answer, contents, look.Copies, now, parsed.GetValue(all));
            session.Screen.Line(SignedWord.Of(session));
            session.Screen.Line(session.State.HolderOf(StoreNames.ScheduleLease) is { IsAlive: true } keeper
                ? $"The schedule is kept by {keeper.Shown}."
                : "Nothing keeps the schedule on this machine: copies come when somebody types \"holdfast protect\". To have it kept: holdfast schedule install");
            if (session.State.HolderOf(StoreNames.ScheduleLease) is { IsAlive: true } && UnusablePlan.In(session.State) is { } unusable)
            {
                session.Screen.Line($"IT IS KEPT BY AN OLDER PLAN: the plan's file cannot be used since {unusable.Since.UtcDateTime:yyyy-MM-dd HH:mm}Z: {unusable.Why}. Nothing is removed until it is put right.");
            }

            foreach (var line in NextCopy.Lines(look.Next).Concat(RoomLines.Of(look.Rooms, now)))
            {
                session.Screen.Line(line);
            }

            session.Screen.Line(AlertLines.Standing(session.Plan.Plan, session.State, now));
            var care = new KeyMemory(session.State).Read();
            foreach (var line in KeyWords.Standing(session.Plan.Plan, care, now))
            {
                session.Screen.Line(line);
            }

            if (!look.NotCounted.IsEmpty)
            {
                session.Screen.Line(SignedWord.NotCounted(look.NotCounted));
            }

            if (target is not null)
            {
                Draw(target, session.Screen, look.Basis, answer, cancellationToken);
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(StatusJson.Of(session.Plan.Plan, answer, contents, look.Copies, look.Next, look.Rooms, care, now));
            }

            return answer.Verdict == Verdict.Good ? ExitCode.Good : ExitCode.OutsideTarget;
        });
        return command;
    }

    private static void Draw(string target, Screen screen, Basis basis, ReadinessAnswer answer, CancellationToken cancellationToken)
    {
        var worst = answer.Sweep.Ranked.FirstOrDefault(o => o.Declared) ?? answer.Sweep.Ranked.FirstOrDefault()
            ?? throw new UsageException("There is nothing to draw: no loss stops anything.", "Leave --picture out.");
        var (loss, prediction) = basis.Predict(worst.Scenario, cancellationToken: cancellationToken);
        OutputFiles.Write(target, TimelinePicture.Of(basis.Plan, loss, prediction).ToString());
        screen.Line($"{target}: how \"{worst.Scenario.Name}\" would go.");
    }
}
