using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.Protocol;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Stages;
using Holdfast.Stages.Executors;
using Holdfast.Stages.Journals;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast run</c>: what runs there were, what became of them, and taking up one that was cut off.</summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "Runs: list, show, resume, abort.") { List(), Show(), Resume(), Abort() };

    private static Command List()
    {
        var command = new Command("list", "All runs on this machine, oldest first.");
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var runs = state.RunNames().Select(run => (Name: run, Summary: SummaryOf(state, run))).ToArray();
            screen.Table(
                ["run", "scenario", "outcome"],
                runs.Select(r => (IReadOnlyList<string>)[r.Name, r.Summary?.Began?.Scenario ?? "", Outcome(r.Summary)]));
            if (screen.Json)
            {
                Screen.WriteJson(runs.Select(r => new { run = r.Name, scenario = r.Summary?.Began?.Scenario, outcome = r.Summary?.Ended?.Outcome, damaged = r.Summary is null }));
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string?>("RUN") { Description = "Which run; the newest when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "What happened in a run.") { name };
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var events = FileJournal.Read(state.JournalOf(Find(state, parsed.GetValue(name)))).Events;
            var printer = new RunPrinter(screen);
            foreach (var happened in events)
            {
                printer.Print(happened);
            }

            if (RunSummary.Of(events).Ended is { } ended && !ended.Results.IsEmpty)
            {
                Tables.Results(screen, Assessment.OfBusiness("the business", ended.Results), ended.Results);
            }

            if (screen.Json)
            {
                Screen.WriteJson(events);
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
        var command = new Command("resume", "Take up a failover that was cut off, or try again what failed in it.") { name, done, redo };
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var run = Find(state, parsed.GetValue(name) ?? Unfinished(state));
            var plan = PlanOf(state, run);
            var settled = Settled(parsed.GetValue(done) ?? [], parsed.GetValue(redo) ?? []);
            screen.Heading($"Taking up {run}");
            var executor = new Executor(plan, state, Hosts.Link(TimeProvider.System, state, plan), Hosts.FindKeyAsync, TimeProvider.System, new RunPrinter(screen).Print);
            return RunReport.Show(screen, plan.Plan, await executor.ResumeAsync(run, settled, cancellationToken));
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

    private static Command Abort()
    {
        var name = new Argument<string>("RUN") { Description = "Which run." };
        var why = new Option<string>("--why") { Description = "The reason, for the evidence.", Required = true };
        var command = new Command("abort", "Give up a failover that was cut off. What it started stays as it is.") { name, why };
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var run = Find(state, parsed.GetValue(name));
            // A drill is over when its program is: the next one clears away what it left.
            var kind = RunSummary.Of(FileJournal.Read(state.JournalOf(run)).Events).Began?.Kind ?? RunKind.Failover;
            using var alone = RunLock.Take(state, kind, run);
            var (journal, events) = FileJournal.Reopen(state.JournalOf(run));
            using (journal)
            {
                if (RunSummary.Of(events).Ended is not null)
                {
                    throw new RunRefusedException($"{run} has ended.", "There is nothing to give up.");
                }

                await journal.AppendAsync(
                    new RunEnded(TimeProvider.System.GetUtcNow(), RunOutcome.Abandoned, [], parsed.GetValue(why)), cancellationToken);
            }

            var evidence = Stages.Evidence.SealedJournals.Seal(state, run);
            options.ScreenOf(parsed).Line($"{run} is given up. Evidence: {evidence}");
            if (options.ScreenOf(parsed).Json)
            {
                Screen.WriteJson(new { run, outcome = RunOutcome.Abandoned, evidence });
            }

            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>The plan that the run follows, byte for byte, from beside its journal.</summary>
    private static PlanInForce PlanOf(StateFolder state, string run)
    {
        var began = RunSummary.Of(FileJournal.Read(state.JournalOf(run)).Events).Began
            ?? throw new RunRefusedException($"{run} was cut off before it began; nothing was done.", "Begin a new failover.");
        var plan = PlanInForce.Of(File.ReadAllBytes(state.PlanOf(run)), Path.Combine(began.PlanFolder, "holdfast.yaml"), state.PlanOf(run));
        return plan.Hash == began.PlanHash
            ? plan with { Elsewhere = began.Repositories.ToImmutableDictionary(r => r.Name, r => new RepositoryAddress(r.Name, r.At, r.Key)) }
            : throw new RunRefusedException(
                $"{state.PlanOf(run)} is not the plan that {run} began with.", $"Its SHA-256 must be {began.PlanHash}; the repositories keep every version.");
    }

    private static string? Unfinished(StateFolder state) => state.RunNames().LastOrDefault(
        run => SummaryOf(state, run) is { Began.Kind: RunKind.Failover, Ended: null or { CanBeTakenUp: true } });

    private static string Find(StateFolder state, string? run)
    {
        var names = state.RunNames();
        return run is null
            ? names is [.., var newest] ? newest : throw new UsageException($"There are no runs in {state.Root}.", "Say where they are with --state.")
            : names.Contains(run) ? run : throw new UsageException($"There is no run {run} in {state.Root}.", "\"holdfast run list\" shows them.");
    }

    /// <summary>Null: the journal is damaged, which must not hide the other runs.</summary>
    private static RunSummary? SummaryOf(StateFolder state, string run)
    {
        try
        {
            return RunSummary.Of(FileJournal.Read(state.JournalOf(run)).Events);
        }
        catch (JournalDamagedException)
        {
            return null;
        }
    }

    private static string Outcome(RunSummary? summary) => summary is null ? "the journal is damaged" : summary.Ended switch
    {
        null => "not ended",
        { Outcome: RunOutcome.Recovered } => "recovered",
        { Outcome: RunOutcome.PartlyRecovered } => "partly recovered",
        _ => "abandoned",
    };
}
