using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// What a run and its people said to each other: a fold of its journal that needs no plan, so that whoever has only the journal can
/// see who is asked what.
/// </summary>
public sealed class Conversation
{
    private readonly OrderedDictionary<StepName, Question> _open = [];

    // They outlive a crash and the question asked again after it: their codes are spent.
    private readonly Dictionary<StepName, ImmutableArray<Speaker>> _approvals = [];
    private readonly HashSet<(string System, string Person)> _did = [];
    private readonly HashSet<string> _taken = [];

    public static Conversation Of(IEnumerable<RunEvent> journal)
    {
        var conversation = new Conversation();
        foreach (var happened in journal)
        {
            conversation.Apply(happened);
        }

        return conversation;
    }

    /// <summary>The open questions, the oldest first.</summary>
    public IEnumerable<Question> Open => _open.Values;

    /// <summary>Since when, by whom and why nothing new begins; null: the run is not paused.</summary>
    public RunPaused? Paused { get; private set; }

    public Question? About(StepName step) => _open.TryGetValue(step, out var question) ? question : null;

    /// <summary>Whether the operator command with this id was taken or refused.</summary>
    public bool HasTaken(string command) => _taken.Contains(command);

    /// <summary>Whether a code proved that the person did a step of the system with their own hands.</summary>
    public bool Did(string system, string person) => _did.Contains((system, person));

    /// <summary>Takes in what happened.</summary>
    /// <exception cref="InvalidOperationException">The event does not fit what was said before; nothing changed.</exception>
    public void Apply(RunEvent happened)
    {
        if (happened.Command is { } command && _taken.Contains(command))
        {
            throw JournalFit.Missed($"The command {command} is taken a second time");
        }

        switch (happened)
        {
            case PersonAsked e:
                _open.Add(e.Step, About(e.Step) is null
                    ? Question.Of(e, _approvals.GetValueOrDefault(e.Step, []))
                    : throw JournalFit.Missed($"{e.Step} is asked about already"));
                break;
            case PersonReminded e:
                _open[e.Step] = Expect(e.Step) with { Reminded = true };
                break;
            case StandInAsked e:
                var question = Expect(e.Step);
                _open[e.Step] = question with { Asked = question.Asked.Add(e.Person), StandIns = question.StandIns.Remove(e.Person), Round = question.Round + 1, Reminded = false };
                break;
            case StepApproved e:
                _open[e.Step] = Approved(Expect(e.Step), e.By);
                break;
            case StepSucceeded e when About(e.Step) is { Kind: QuestionKind.Approval, IsApproved: false }:
                throw JournalFit.Missed($"{e.Step} ends before enough people approved it");
            case StepSucceeded e:
                Close(e.Step);
                if (e.By?.Person is { } person)
                {
                    _did.Add((e.Step.System, person));
                }

                break;
            case StepFailed { Step: var step }:
                Close(step);
                break;
            case StepSkipped { Step: var step }:
                Close(step);
                break;
            case StepRetried { Step: var step }:
                Close(step);
                break;
            case StepGivenUp { Step: var step }:
                Close(step);
                break;
            case RunPaused e:
                Paused = Paused is null ? e : throw JournalFit.Missed("The run is paused twice");
                break;
            case RunUnpaused e:
                Unpause(e.At);
                break;
            case RunResumed or RunEnded:
                _open.Clear(); // Asked anew, with the whole time, by whoever takes the run up.
                break;
        }

        if (happened.Command is { } taken)
        {
            _taken.Add(taken);
        }
    }

    private Question Approved(Question question, Speaker by)
    {
        if (question.Kind != QuestionKind.Approval || by.Person is null || question.Approvals.Any(a => a.Person == by.Person))
        {
            throw JournalFit.Missed($"{by} cannot approve {question.Step} here");
        }

        var approvals = question.Approvals.Add(by);
        _approvals[question.Step] = approvals;
        return question with { Approvals = approvals };
    }

    private void Close(StepName step)
    {
        _open.Remove(step);
        _approvals.Remove(step);
    }

    /// <summary>While a run is paused no one's time runs.</summary>
    private void Unpause(DateTimeOffset at)
    {
        var since = Paused?.At ?? throw JournalFit.Missed("The run is unpaused and was not paused");
        foreach (var (step, question) in _open.ToArray())
        {
            _open[step] = question.Later(at - (question.Since > since ? question.Since : since));
        }

        Paused = null;
    }

    private Question Expect(StepName step) =>
        About(step) ?? throw JournalFit.Missed($"Nobody is asked about {step}");
}
