using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Random businesses whose recoveries need people, and people who say anything at any time. A virtual clock, no waiting.</summary>
internal sealed class PeopleOfChance(Random random, Run run, DateTimeOffset begins) : IStage
{
    private static readonly string[] Names = ["ann", "ben", "cleo", "dan"];

    private readonly List<(DateTimeOffset At, StepName Step)> _machines = [];
    private readonly Queue<GraphStep> _toAsk = new();
    private int _patience = 400; // Words that are listened to, so that a run ends.

    public DateTimeOffset Now { get; private set; } = begins;

    /// <summary>Every word that was ever said, taken or not.</summary>
    public List<OperatorCommand> Said { get; init; } = [];

    public static RecoveryGraph Graph(Random random)
    {
        var hour = new Sourced<TimeSpan>(TimeSpan.FromHours(1), ValueSource.Written);
        var systems = Enumerable.Range(0, random.Next(1, 6)).Select(i => new ProtectedSystem
        {
            Name = $"s{i}",
            Rto = hour,
            Rpo = hour,
            Needs = [.. Enumerable.Range(0, i).Where(_ => random.Next(3) == 0).Select(n => $"s{n}")],
            RunsOn = "here",
            RecoversOn = "there",
            Recover = [.. Enumerable.Range(1, random.Next(0, 4)).Select(n => StepOf(n, random, last: false)), StepOf(9, random, last: true)],
        });
        var plan = new Plan
        {
            Organization = "any",
            People = [.. Names.Select(n => new Person(n, n, null, null, null, null, null))],
            Roles = [new Role("recovery lead", [.. Names[..3]], null), new Role("clerk", ["dan"], null)],
            Systems = [.. systems],
        };
        return RecoveryGraph.Of(plan, [.. plan.Systems.Select(s => s.Name)]);
    }

    public void Begin(GraphStep step)
    {
        if (step.Step.Action is PersonAction)
        {
            _toAsk.Enqueue(step);
        }
        else
        {
            _machines.Add((Now + TimeSpan.FromSeconds(random.Next(1, 600)), step.Name));
        }
    }

    public ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_toAsk.TryDequeue(out var step))
            {
                return Told(Asking.Of(run.Graph.Plan, step, (PersonAction)step.Step.Action, Now));
            }

            if (Due.At(run, Now) is { } due)
            {
                return Told(due);
            }

            if (_patience-- > 0 && random.Next(3) > 0 && Hear(Speak()) is { } happened)
            {
                return Told(happened);
            }

            if (run.Conversation.Paused is not null && _machines.Count == 0 && (_patience <= 0 || random.Next(4) == 0))
            {
                return Told(Hear(Say(new UnpauseRun(NewId(), Somebody())))!);
            }

            if (Pass() is { } ended)
            {
                return Told(ended);
            }
        }
    }

    /// <summary>What a word that was said before does when it is heard (again).</summary>
    public RunEvent? Hear(OperatorCommand command) => run.Conversation.HasTaken(command.Id) ? null : Decision.Of(run, command, Now);

    private static ValueTask<RunEvent> Told(RunEvent happened) => ValueTask.FromResult(happened);

    /// <summary>Time goes on to whatever comes first.</summary>
    private RunEvent? Pass()
    {
        var machine = _machines.OrderBy(m => m.At).Select(m => (DateTimeOffset?)m.At).FirstOrDefault();
        var next = new[] { machine, Due.Next(run), Now + TimeSpan.FromMinutes(1) }.Min()!.Value;
        Now = next > Now ? next : Now;
        if (machine > Now || machine is null)
        {
            return null;
        }

        var step = _machines.MinBy(m => m.At).Step;
        _machines.RemoveAll(m => m.Step == step);
        return random.Next(4) == 0 ? new StepFailed(Now, step, "by chance", null) : new StepSucceeded(Now, step, 0, null);
    }

    private OperatorCommand Speak()
    {
        if (Said.Count > 0 && random.Next(5) == 0)
        {
            return Said[random.Next(Said.Count)]; // A word that stayed in the inbox.
        }

        var open = run.Conversation.Open.Select(q => q.Step).ToArray();
        var step = open.Length > 0 && random.Next(4) > 0 ? open[random.Next(open.Length)] : run.Graph.Steps[random.Next(run.Graph.Steps.Length)].Name;
        if (random.Next(30) == 0)
        {
            step = new("nothing", "of the kind");
        }

        return Say(random.Next(24) switch
        {
            < 6 => new ConfirmStep(NewId(), Somebody(), step),
            < 14 => new ApproveStep(NewId(), Somebody(), step),
            < 17 => new SkipStep(NewId(), random.Next(2) == 0 ? Somebody() : [.. Somebody(), .. Somebody()], step, random.Next(5) == 0 ? " " : "it burnt"),
            < 19 => new RetryStep(NewId(), Somebody(), step),
            < 20 => new GiveUpStep(NewId(), Somebody(), step),
            < 21 => new PauseRun(NewId(), Somebody(), null),
            < 23 => new UnpauseRun(NewId(), Somebody()),
            _ => random.Next(20) == 0 ? new AbortRun(NewId(), Somebody(), "enough") : new UnpauseRun(NewId(), Somebody()),
        });
    }

    private OperatorCommand Say(OperatorCommand command)
    {
        Said.Add(command);
        return command;
    }

    private string NewId() => $"word {Said.Count}";

    private ImmutableArray<Speaker> Somebody() => random.Next(4) == 0
        ? [Speaker.AtTheMachine("root")]
        : [Speaker.Proven(Names[random.Next(Names.Length)], $"code {Said.Count}")];

    private static RecoveryStep StepOf(int number, Random random, bool last)
    {
        var lead = new Party(PartyKind.Role, "recovery lead");
        var (kind, action) = random.Next(7) switch
        {
            0 => ("task", (StepAction)new TaskAction(random.Next(2) == 0 ? lead : new Party(PartyKind.Person, "dan"), "Open three folders.")),
            1 or 2 => ("approval", new ApprovalAction(lead, random.Next(1, 4), random.Next(2) == 0 ? TimeSpan.FromMinutes(15) : null)),
            3 => ("notify", new NotifyAction([lead], [Channel.Phone], "We are back.")),
            4 => ("switch", new SwitchDnsAction("www.x.example", null, TimeSpan.FromMinutes(1))),
            _ => ("check", new FilesCheck("data", 1)),
        };
        return new RecoveryStep($"{kind} {number}", action, TimeSpan.FromMinutes(random.Next(1, 120)))
        {
            Retries = action is PersonAction ? 0 : random.Next(2),
            OnFailure = (OnFailure)random.Next(3) is var on && last && on == OnFailure.Continue ? OnFailure.Ask : on, // As the reader wants it.
            Skip = (SkipRule)random.Next(2),
        };
    }
}
