using System.Text.Json.Nodes;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>Shows a run as it goes: each event of its journal as a line, with the time since the disaster.</summary>
public sealed class RunPrinter(Screen screen, Questions questions)
{
    private const string Margin = "            ";

    private readonly Dictionary<StepName, DateTimeOffset> _begun = [];
    private readonly Conversation _said = new();
    private DateTimeOffset _zero;

    /// <summary>Takes in, without a word, what happened before the run was taken up.</summary>
    public RunPrinter After(IEnumerable<RunEvent> earlier)
    {
        foreach (var happened in earlier)
        {
            _said.Apply(happened);
            _zero = happened is RunBegan began ? began.Disaster : _zero;
        }

        return this;
    }

    public void Print(RunEvent happened)
    {
        _said.Apply(happened);
        switch (happened)
        {
            case RunBegan e:
                _zero = e.Disaster;
                screen.Line($"Run {e.Run}. Zero is {e.Disaster:yyyy-MM-dd HH:mm:ss}Z ({(e.DisasterFrom == DisasterSource.Given ? "given" : "the declaration: nobody said when it began")}).");
                foreach (var point in e.Points)
                {
                    screen.Line($"  {point.System,-14} from {point.Repository}, {point.Snapshot[..8]}, {Taken(e.Disaster - point.TakenAt)}"
                        + (point.Verified ? ", verified" : ", to be verified by the restore itself") + (point.Why is { } reason ? $"; {reason}" : ""));
                }

                if (e.Unpredicted is { } why)
                {
                    screen.Line($"  Nothing is predicted, and the run goes on without: {why}");
                }

                foreach (var away in e.Unreachable)
                {
                    screen.Line($"  {away.Name,-14} NOT OPEN, the run goes on without it: {away.Why}");
                }

                foreach (var check in e.PassedBefore ?? [])
                {
                    screen.Line($"  {check} PASSES WITH NOTHING THERE: nothing was brought back yet, so it shows nothing");
                }

                foreach (var left in e.Unrecoverable)
                {
                    screen.Line($"  {left.System,-14} LEFT OUT, unrecoverable: {left.Why}");
                }

                break;
            case PointReplaced e:
                Say(e.At, $"{e.System} from {e.To.Repository}, {e.To.Snapshot[..8]}, {Replacing(e)}"
                    + (e.From is null ? "" : $", instead of {e.From.Repository}, {e.From.Snapshot[..8]}") + $": {e.Why}");
                break;
            case RunResumed e:
                Say(e.At, e.From is { } from ? $"taken up again out of {from}: what stands before this was written by another machine, and nobody signed it" : "taken up again");
                break;
            case StepStarted e:
                _begun[e.Step] = e.At;
                Say(e.At, $"{e.Step} ...");
                break;
            case StepSucceeded e:
                Say(e.At, $"{e.Step} done in {Took(e)}{(e.By is null ? "" : $", says {e.By}")}{(e.Bytes > 0 ? ", " + Spoken.Bytes(e.Bytes) : "")}{(e.Note is null ? "" : $" ({e.Note})")}{(e.Instead is null || e.Note is not null ? "" : $" ({e.Instead} in its place)")}");
                break;
            case DoubtSettled e:
                Say(e.At, $"{e.Step} {(e.Happened ? "had happened" : "had not happened")}, says the operator");
                break;
            case StepFailed e:
                Say(e.At, $"{e.Step} FAILED: {e.Why}");
                Hint(e.Hint);
                break;
            case ServiceDied e:
                Say(e.At, $"{e.Step} DIED: {e.Why}");
                Hint(e.Hint);
                break;
            case ServicesStopped e:
                Say(e.At, $"STOPPED by {e.By}{(e.Because is null ? "" : $": {e.Because}")}: {string.Join(", ", e.Steps)}");
                break;
            case PersonAsked e:
                Ask(e, _said.About(e.Step)!);
                break;
            case PersonReminded e:
                Urge(e, e.Step, $"still waits for {(e.People.IsEmpty ? "an answer" : string.Join(" and ", e.People.Select(questions.Reached)))}: remind them");
                break;
            case StandInAsked e:
                Urge(e, e.Step, $"was not answered in time: now ask {questions.Reached(e.Person)} too");
                break;
            case StepApproved e:
                Say(e.At, $"{e.Step} approved by {e.By} (code {e.By.Code})");
                break;
            case StepSkipped e:
                Say(e.At, $"{e.Step} SKIPPED by {string.Join(" and ", e.By)}: {e.Because}");
                break;
            case StepRetried e:
                Say(e.At, $"{e.Step} is tried again, says {e.By}");
                break;
            case StepGivenUp e:
                Say(e.At, $"{e.Step} is given up{(e.By is null ? ": nobody answered" : $", says {e.By}")}");
                break;
            case RunPaused e:
                Say(e.At, $"PAUSED by {e.By}{(e.Because is null ? "" : $": {e.Because}")}. What is under way goes on, nothing new begins; go on with: holdfast run unpause");
                break;
            case RunUnpaused e:
                Say(e.At, $"goes on, says {e.By}");
                break;
            case CommandRefused e:
                Say(e.At, $"somebody's word was refused: {e.Why}");
                Hint(e.Hint);
                break;
            case RunEnded e:
                Say(e.At, e.Outcome switch
                {
                    RunOutcome.Recovered => "recovered" + Unseen(e),
                    RunOutcome.PartlyRecovered => "PARTLY RECOVERED" + Unseen(e),
                    _ => $"abandoned{(e.By is null ? "" : $" by {e.By}")}{(e.Why is null ? "" : $": {e.Why}")}",
                });
                if (e.ClocksParted is { } parting)
                {
                    Say(e.At, $"the clock of this machine went {Spoken.Of(parting.Duration())} {(parting > TimeSpan.Zero ? "ahead" : "back")} while the run went on; its times are by the time that passed, and count for no figure");
                }

                break;
        }
    }

    /// <summary>A source whose clock is fast dates its points later than the run's zero; how old they are is not known.</summary>
    private static string Taken(TimeSpan before) => before >= TimeSpan.Zero ? $"taken {Spoken.Of(before)} before" : $"dated {Spoken.Of(-before)} later";

    private string Replacing(PointReplaced e) => Taken(_zero - e.To.TakenAt)
        + (e.From is { } from && e.To.TakenAt < from.TakenAt ? $" ({Spoken.Of(from.TakenAt - e.To.TakenAt)} more is lost)" : "");

    /// <summary>Of what operates by its steps alone, and no one has seen it answer.</summary>
    private static string Unseen(RunEnded ended) => ended.Results.Where(r => r is { NotProven: true, MeasuredRto: not null }).Select(r => r.System).ToArray() is { Length: > 0 } unseen
        ? $", NOT PROVEN: no check has shown that {string.Join(" and ", unseen)} {(unseen.Length == 1 ? "answers" : "answer")}"
        : "";

    private void Ask(PersonAsked asked, Question question)
    {
        Say(asked.At, Questions.Heading(question));
        foreach (var line in questions.Lines(question))
        {
            screen.Line(Margin + line);
        }

        if (screen.Json)
        {
            Tell("asked", asked.Step, string.Join(" ", questions.Lines(question)), asked.Until);
        }
    }

    private void Urge(RunEvent happened, StepName step, string what)
    {
        Say(happened.At, $"{step} {what}");
        if (screen.Json)
        {
            Tell("reminder", step, $"{step} {what}", null);
        }
    }

    /// <summary>With --json too, a run must not wait for somebody in silence.</summary>
    private static void Tell(string type, StepName step, string message, DateTimeOffset? until) =>
        Screen.Tell(message, new JsonObject { { "message_type", type }, { "step", step.ToString() }, { "message", message }, { "until", until } });

    private void Hint(string? hint)
    {
        if (hint is not null)
        {
            screen.Line($"{Margin}HINT: {hint}");
        }
    }

    private void Say(DateTimeOffset at, string what) => screen.Line($"{(at - _zero).TotalSeconds,8:0.0} s  {what}");

    private string Took(StepSucceeded e) => _begun.TryGetValue(e.Step, out var from) ? Spoken.Of(e.At - from) : "?";
}
