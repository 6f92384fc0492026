using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// One value of the plan with the words that name it in a message. Reading it as what it should be gives that, or reports
/// why not and gives null; so one mistake makes one problem, and reading goes on.
/// </summary>
internal sealed class Field(PlanNode node, string label, ProblemLog log)
{
    public PlanNode Node => node;

    /// <summary>Such as <c>"rto" of system "records"</c>.</summary>
    public string Label => label;

    public ProblemLog Log => log;

    /// <summary>Text of at least one character.</summary>
    public string? Text()
    {
        var text = AnyText();
        if (text?.Length == 0)
        {
            Refuse(ProblemId.NoValue, "is empty", "write a value, or remove the key if it is optional.");
            return null;
        }

        return text;
    }

    /// <summary>Text that may be empty if it says so with quotes.</summary>
    public string? AnyText() => node is TextNode { IsNull: false } text ? text.Text : OfWrongType<string>("text");

    /// <summary>A value that is written as text of a certain kind.</summary>
    public T? As<T>(ValueKind<T> kind) where T : struct
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (kind.Complaint(text.Trim(), out var value) is { } complaint)
        {
            Refuse(kind.ProblemId, complaint, kind.Hint);
            return null;
        }

        return value;
    }

    public TimeSpan? Duration() => As(Durations.Kind);

    public decimal? CostPerHour() => As(Money.Kind);

    public int? Integer(int least, int most)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        var range = most == int.MaxValue ? $"{least} or more" : $"from {least} to {most}";
        Refuse(ProblemId.BadNumber, $"must be a whole number, {range}: {Shown.Quoted(text)}", "write it in digits alone.");
        return null;
    }

    public string? OneOf(params string[] choices)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (choices.Contains(text))
        {
            return text;
        }

        var guess = Suggestion.For(text, choices);
        Refuse(ProblemId.BadChoice, $"must be {Shown.All(choices, "or")}: {Shown.Quoted(text)}",
            guess is null ? "write one of these." : $"did you mean {Shown.Quoted(guess)}?");
        return null;
    }

    /// <summary>One of the choices that the model has, by its words.</summary>
    public T? Word<T>() where T : struct, Enum
    {
        var choices = Enum.GetValues<T>();
        return OneOf([.. choices.Select(Words.Of)]) is { } word ? choices.Single(c => Words.Of(c) == word) : null;
    }

    public bool? YesOrNo() => OneOf("true", "false") is { } word ? word == "true" : null;

    /// <returns>Without what can't be read, which is reported.</returns>
    public ImmutableArray<string> Texts() => [.. (SomeItems() ?? []).Select(item => item.Text()).OfType<string>()];

    /// <returns>Null when it is no list.</returns>
    public IReadOnlyList<Field>? Items() => node is ListNode list
        ? [.. list.Items.Select((item, i) => new Field(item, $"item {i + 1} of {label}", log))]
        : OfWrongType<IReadOnlyList<Field>>("a list");

    public IReadOnlyList<Field>? SomeItems()
    {
        var items = Items();
        if (items?.Count == 0)
        {
            Refuse(ProblemId.NoValue, "is empty", "write at least one item.");
            return null;
        }

        return items;
    }

    /// <summary>The mapping's names and values.</summary>
    public IReadOnlyList<(TextNode Name, Field Value)>? Entries(string kind) => node is MapNode map
        ? [.. map.Entries.Select(e => (e.Key, new Field(e.Value, $"{kind} {Shown.Quoted(e.Key.Text)}", log)))]
        : OfWrongType<IReadOnlyList<(TextNode, Field)>>("a mapping");

    /// <param name="owner">What a missing key is reported at: the name that the mapping belongs to.</param>
    public Fields? Fields(PlanNode owner, Shape shape) => Fields(owner, [.. shape.Names]);

    /// <param name="owner">What a missing key is reported at: the name that the mapping belongs to.</param>
    public Fields? Fields(PlanNode owner, string[] known) => node is MapNode map
        ? new Fields(map, owner, label, known, log)
        : OfWrongType<Fields>("a mapping");

    /// <param name="complaint">Follows the field's label: <c>has no value</c>.</param>
    public void Refuse(string id, string complaint, string hint) => log.Add(id, node, $"{label} {complaint}", hint);

    // The value itself is not shown: it may be a secret that slipped into the wrong place.
    private T? OfWrongType<T>(string wanted) where T : class
    {
        switch (node)
        {
            case TextNode { IsNull: true }:
                Refuse(ProblemId.NoValue, "has no value", $"write {wanted} after the colon; for text such as ~ or null, in quotes.");
                break;
            case not RefusedNode:
                var found = node switch { ListNode => "a list", MapNode => "a mapping", _ => "text" };
                Refuse(ProblemId.WrongType, $"must be {wanted}, and {found} stands here", wanted switch
                {
                    "text" => "put text that begins with [ or { in quotes.",
                    "a list" => "write it as [one, another], or one item a line, each after \"- \".",
                    _ => "write it as { key: value }, or one key a line, each indented.",
                });
                break;
        }

        return null;
    }
}
