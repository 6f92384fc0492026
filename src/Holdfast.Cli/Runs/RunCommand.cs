using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast run</c>: what runs there were, what became of them, and taking up one that was cut off.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Runs: list and show them, take them up, and say what they wait for.") { List(), Show(), Resume(), StopCommand.Create(), AbortCommand.Create() };
        foreach (var word in OperatorCommands.All())
        {
            command.Subcommands.Add(word);
        }

        return command;
    }


    private static Command List()
    {
        var command = new Command("list", "All runs on this machine, oldest first.");
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var runs = state.RunNames().Select(run => (Name: run, Summary: Known.SummaryOf(state, run))).ToArray();
            screen.Table(
                ["run", "scenario", "outcome", "waits for"],
                runs.Select(r => (IReadOnlyList<string>)[r.Name, r.Summary?.Began?.Scenario ?? "", Outcome(r.Summary) + (RunOrigin.Of(state, r.Name) is { } from ? $"; from {from.Repository}, not led by this machine" : ""), WaitsFor(r.Summary)]));
            if (screen.Json)
            {
                Screen.WriteJson(JsonFields.List(runs.Select(r => new JsonObject
                {
                    { "run", r.Name },
                    { "scenario", r.Summary?.Began?.Scenario },
                    { "outcome", r.Summary?.Ended?.Outcome },
                    { "damaged", r.Summary is null },
                    { "from", RunOrigin.Of(state, r.Name)?.Repository },
                    { "paused", r.Summary?.Conversation.Paused is not null },
                    { "questions", r.Summary?.Conversation.Open.Select(Questions.Plain) ?? [] },
                })));
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string?>("RUN") { Description = "Which run; the newest when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "What happened in a run, and what it waits for.") { name };
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var run = Known.Find(state, parsed.GetValue(name));
            var events = StoredJournal.Read(state, run).Events;
            var summary = RunSummary.Of(events);
            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject
                {
                    { "run", run },
                    { "outcome", summary.Ended?.Outcome },
                    { "paused", JsonFields.Of(summary.Conversation.Paused) },
                    { "questions", summary.Conversation.Open.Select(Questions.Plain) },
                    { "events", JsonFields.Of(events) },
                });
                return ExitCode.Good;
            }

            var questions = Questions.Of(state, summary.Began?.Organization, Known.PlanIfReadable(state, run));
            var printer = new RunPrinter(screen, questions);
            foreach (var happened in events)
            {
                printer.Print(happened);
            }

            if (RunOrigin.Of(state, run) is { } origin)
            {
                Screen.Warn($"{run} came out of {origin.Repository}; this machine did not lead it, and cannot tell whether it ever was.");
            }

            foreach (var line in questions.Open(summary.Conversation))
            {
                screen.Line(line);
            }

            if (summary.Ended is { Results.IsEmpty: false } ended)
            {
                Tables.Results(screen, Assessment.OfBusiness("the business", ended.Results), ended.Results);
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Resume()
    {
        var name = new Argument<string?>("RUN") { Description = "Which run; the newest unfinished one when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var done = new Option<string[]>("--done") { Description = "A step in doubt that did happen.", HelpName = "STEP" };
        var redo = new Option<string[]>("--redo") { Description = "A step in doubt that did not happen, or may happen again.", HelpName = "STEP" };
        var trust = SessionOptions.TrustOption();
        var command = new Command("resume", "Take up a failover that was cut off, or try again what failed in it.") { name, done, redo, trust };
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var run = Known.Find(state, parsed.GetValue(name) ?? Known.ToTakeUp(state));
            var plan = Known.PlanOf(state, run);
            var settled = Settled(parsed.GetValue(done) ?? [], parsed.GetValue(redo) ?? []);
            var origin = RunOrigin.Of(state, run);
            if (origin is not null)
            {
                new ForeignRun(screen, state, run, origin, plan).Accept(parsed.GetValue(trust));
            }

            screen.Heading($"Taking up {run}");
            var printer = new RunPrinter(screen, Questions.Of(state, plan.Plan.Organization, plan.Plan)).After(StoredJournal.Read(state, run).Events);
            var executor = new Executor(plan, state, Hosts.Link(TimeProvider.System, state, plan, reaches: true, new(Screen.Warn, Screen.Note)), Hosts.FindKeyAsync, RunClock.Begin(TimeProvider.System), printer.Print, Screen.Warn);
            var finished = await executor.ResumeAsync(run, settled, cancellationToken, origin?.Repository);
            return RunExit.Of(screen, plan.Plan, finished, TypedOptions.Of(finished, options.StateOf(parsed)));
        });
        return command;
    }

    private static Dictionary<StepName, bool> Settled(string[] done, string[] redo)
    {
        var settled = new Dictionary<StepName, bool>();
        foreach (var (text, happened) in done.Select(s => (s, true)).Concat(redo.Select(s => (s, false))))
        {
            if (!text.Contains('/', StringComparison.Ordinal))
            {
                throw new UsageException($"\"{text}\" is no step's name.", "A step is written SYSTEM/STEP; \"holdfast run show\" names them.");
            }

            if (!settled.TryAdd(StepName.Parse(text), happened) && settled[StepName.Parse(text)] != happened)
            {
                throw new UsageException($"\"{text}\" is said to be done and to be redone.", "Say one of them.");
            }
        }

        return settled;
    }

    private static string Outcome(RunSummary? summary) => summary is null ? "the journal is damaged" : summary.Ended switch
    {
        null => "not ended",
        { Outcome: RunOutcome.Recovered } => "recovered",
        { Outcome: RunOutcome.PartlyRecovered } => "partly recovered",
        _ => "abandoned",
    };

    private static string WaitsFor(RunSummary? summary) => summary?.Conversation is not { } conversation ? "" : string.Join(
        ", ", conversation.Open.Select(q => $"{q.For}: {q.Step}").Prepend(conversation.Paused is { } paused ? $"paused by {paused.By}" : "").Where(w => w.Length > 0));
}
