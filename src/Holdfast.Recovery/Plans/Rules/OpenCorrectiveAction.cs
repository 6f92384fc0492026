using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Something that an exercise showed, agreed on and not done.</summary>
internal sealed class OpenCorrectiveAction() : Rule("open-corrective-action", Severity.Warning, "ISO 22301:2019 10.1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from exercise in plan.Exercises.Index()
        from action in exercise.Item.Actions.Index()
        where action.Item.Done is null && action.Item.Due < today
        select At(
            $"{Shown.Quoted(action.Item.Do)} was to be done by {action.Item.Due:yyyy-MM-dd} by {Shown.Quoted(action.Item.Owner.Name)} and is not",
            "do it, and write the day under \"done\".",
            "exercises", $"{exercise.Index}", "actions", $"{action.Index}");
}
