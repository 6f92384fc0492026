using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Stages;

namespace Holdfast.Cli.Runs;

/// <summary>Shows what is asked of whom, until when, and how it is answered from another terminal.</summary>
/// <param name="plan">Where people's telephone numbers stand; null: not at hand.</param>
/// <param name="where">What a command needs to find the run's state folder.</param>
internal sealed class Questions(Plan? plan, string where)
{
    public static Questions Of(StateFolder state, string? organization, Plan? plan = null) => new(
        plan, organization is not null && Path.GetFullPath(StateFolder.DefaultFor(organization)) == state.Root ? "" : $" --state {Quoted(state.Root)}");

    /// <summary>As JSON has it.</summary>
    public static object Plain(Question question) => new
    {
        step = question.Step.ToString(),
        kind = question.Kind,
        @for = question.For,
        asked = question.Asked,
        standIns = question.StandIns,
        what = question.What,
        needed = question.Needed,
        approvals = question.Approvals,
        since = question.Since,
        until = question.Until,
    };

    public IEnumerable<string> Lines(PersonAsked asked)
    {
        yield return asked.What;
        yield return $"until {asked.Until:yyyy-MM-dd HH:mm:ss}Z. Not sent, Holdfast sends no messages: tell {Reached(asked.Asked, asked.For)}"
            + (asked.StandIns.IsEmpty ? "" : $"; {string.Join(", then ", asked.StandIns)} stand{(asked.StandIns.Length == 1 ? "s" : "")} in");
        yield return "answer in any terminal: " + HowTo(asked);
    }

    /// <summary>The person with the ways to reach them.</summary>
    public string Reached(string person)
    {
        var known = plan?.People.FirstOrDefault(p => p.Name == person);
        var ways = new[] { known?.Mobile, known?.Phone, known?.Email }.OfType<string>().ToArray();
        return ways.Length == 0 ? person : $"{person} ({string.Join(", ", ways)})";
    }

    private string Reached(IReadOnlyCollection<string> people, string instead) => people.Count == 0 ? instead : string.Join(" and ", people.Select(Reached));

    private string HowTo(PersonAsked asked)
    {
        var step = Quoted(asked.Step.ToString()) + where;
        return asked.Kind switch
        {
            QuestionKind.Approval => $"holdfast run approve {step}",
            QuestionKind.Task => $"holdfast run confirm {step}",
            _ => $"holdfast run retry {step}  (or give-up, or skip with --because)",
        };
    }

    private static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
