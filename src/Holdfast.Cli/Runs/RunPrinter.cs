using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Shows a run as it goes: each event of its journal as a line, with the time since the disaster.</summary>
internal sealed class RunPrinter(Screen screen)
{
    private readonly Dictionary<StepName, DateTimeOffset> _begun = [];
    private DateTimeOffset _zero;

    public void Print(RunEvent happened)
    {
        switch (happened)
        {
            case RunBegan e:
                _zero = e.Disaster;
                screen.Line($"Run {e.Run}. Zero is {e.Disaster:yyyy-MM-dd HH:mm:ss}Z ({(e.DisasterFrom == DisasterSource.Given ? "given" : "the declaration: nobody said when it began")}).");
                foreach (var point in e.Points)
                {
                    screen.Line($"  {point.System,-14} from {point.Repository}, {point.Snapshot[..8]}, taken {Spoken.Of(e.Disaster - point.TakenAt)} before"
                        + (point.Verified ? ", verified" : ", to be verified by the restore itself"));
                }

                foreach (var left in e.Unrecoverable)
                {
                    screen.Line($"  {left.System,-14} LEFT OUT, unrecoverable: {left.Why}");
                }

                break;
            case RunResumed e:
                Say(e.At, "taken up again");
                break;
            case StepStarted e:
                _begun[e.Step] = e.At;
                Say(e.At, $"{e.Step} ...");
                break;
            case StepSucceeded e:
                Say(e.At, $"{e.Step} done in {Took(e)}{(e.Bytes > 0 ? ", " + Spoken.Bytes(e.Bytes) : "")}{(e.Note is null ? "" : $" ({e.Note})")}{(e.Instead is null || e.Note is not null ? "" : $" ({e.Instead} in its place)")}");
                break;
            case DoubtSettled e:
                Say(e.At, $"{e.Step} {(e.Happened ? "had happened" : "had not happened")}, says the operator");
                break;
            case StepFailed e:
                Say(e.At, $"{e.Step} FAILED: {e.Why}");
                if (e.Hint is not null)
                {
                    screen.Line($"           HINT: {e.Hint}");
                }

                break;
            case RunEnded e:
                Say(e.At, e.Outcome switch
                {
                    RunOutcome.Recovered => "recovered",
                    RunOutcome.PartlyRecovered => "PARTLY RECOVERED",
                    _ => "abandoned",
                });
                break;
        }
    }

    private void Say(DateTimeOffset at, string what) => screen.Line($"{(at - _zero).TotalSeconds,8:0.0} s  {what}");

    private string Took(StepSucceeded e) => _begun.TryGetValue(e.Step, out var from) ? Spoken.Of(e.At - from) : "?";
}
