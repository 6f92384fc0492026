using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>A mapping that says by one of its keys what it is: a step that restores, a check by HTTP.</summary>
/// <param name="Kind">The key that says so.</param>
internal sealed record Choice(string Kind, Fields Fields)
{
    /// <param name="shape">Of several alternatives.</param>
    public static Choice? Read(Field field, PlanNode owner, Shape shape)
    {
        if (field.Entries("") is not { } entries)
        {
            return null;
        }

        var deciding = shape.Alternatives.Select(a => a.Deciding.Name).ToArray();
        var said = shape.Alternatives.Where(a => entries.Any(e => e.Name.Text == a.Deciding.Name)).ToArray();
        if (said is [var only])
        {
            return new Choice(only.Deciding.Name, field.Fields(owner, [.. only.Keys.Concat(shape.Keys).Select(k => k.Name)])!);
        }

        if (said.Length > 1)
        {
            field.Refuse(ProblemId.UnclearChoice, $"says {Shown.All(said.Select(a => a.Deciding.Name))} at once", "keep one of them; write the other as a step of its own.");
        }
        else if (entries.FirstOrDefault(e => Suggestion.For(e.Name.Text, deciding) is not null).Name is { } slip)
        {
            field.Log.Add(ProblemId.UnknownKey, slip, $"{field.Label} has a key that a plan does not know: {Shown.Quoted(slip.Text)}",
                $"did you mean {Shown.Quoted(Suggestion.For(slip.Text, deciding)!)}?");
        }
        else
        {
            field.Refuse(ProblemId.UnclearChoice, $"does not say what it is: none of {Shown.All(deciding)} stands there", "add the one that is meant.");
        }

        return null;
    }
}
