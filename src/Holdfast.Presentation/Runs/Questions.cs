using System.Text.Json.Nodes;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>Shows what is asked of whom, until when, and how it is answered from another terminal.</summary>
/// <param name="plan">Where people's telephone numbers stand; null: not at hand.</param>
/// <param name="where">What a command needs to find the run's state folder.</param>
public sealed class Questions(Plan? plan, string where)
{
    /// <param name="organization">Null: the journal was cut off before it said so.</param>
    public static Questions Of(IRunStore state, string? organization, Plan? plan) => new(
        plan, organization is not null && Path.GetFullPath(StatePlaces.DefaultFor(organization)) == state.PlaceOf("") ? "" : $" --state {Quoted(state.PlaceOf(""))}");

    /// <summary>As JSON has it.</summary>
    public static JsonObject Plain(Question question) => new JsonObject
    {
        { "step", question.Step.ToString() },
        { "kind", question.Kind },
        { "for", question.For },
        { "asked", question.Asked },
        { "standIns", question.StandIns },
        { "what", question.What },
        { "needed", question.Needed },
        { "approvals", JsonFields.Of(question.Approvals) },
        { "since", question.Since },
        { "until", question.Until },
    };

    public static string Heading(Question question) =>
        $"{question.Step} WAITS for {(question.Missing == 0 || question.Needed == 1 ? "" : question.Approvals.IsEmpty ? $"{question.Missing} of " : $"{question.Missing} more of ")}{question.For}";

    public IEnumerable<string> Lines(Question question)
    {
        yield return question.What;
        yield return $"until {question.Until:yyyy-MM-dd HH:mm:ss}Z. Not sent, Holdfast sends no messages: tell {Reached(question.Silent, question.For)}"
            + (question.StandIns.IsEmpty ? "" : $"; {string.Join(", then ", question.StandIns.Select(Reached))} stand{(question.StandIns.Length == 1 ? "s" : "")} in");
        yield return "answer in any terminal: " + HowTo(question.Step, question.Kind);
    }

    /// <summary>What a run waits for now.</summary>
    public IEnumerable<string> Open(Conversation conversation)
    {
        if (conversation.Paused is { } paused)
        {
            yield return $"PAUSED by {paused.By} since {paused.At:yyyy-MM-dd HH:mm:ss}Z; go on with: holdfast run unpause{where}";
        }

        foreach (var question in conversation.Open)
        {
            yield return Heading(question);
            foreach (var line in Lines(question))
            {
                yield return "  " + line;
            }
        }
    }

    /// <summary>The person with the ways to reach them.</summary>
    public string Reached(string person)
    {
        var known = plan?.People.FirstOrDefault(p => p.Name == person);
        var ways = new[] { known?.Mobile, known?.Phone, known?.Email }.OfType<string>().ToArray();
        return ways.Length == 0 ? person : $"{person} ({string.Join(", ", ways)})";
    }

    private string Reached(IReadOnlyCollection<string> people, string instead) => people.Count == 0 ? instead : string.Join(" and ", people.Select(Reached));

    private string HowTo(StepName name, QuestionKind kind)
    {
        var step = Quoted(name.ToString()) + where;
        return kind switch
        {
            QuestionKind.Approval => $"holdfast run approve {step}",
            QuestionKind.Task => $"holdfast run confirm {step}",
            _ => $"holdfast run retry {step}  (or give-up, or skip with --because)",
        };
    }

    private static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
