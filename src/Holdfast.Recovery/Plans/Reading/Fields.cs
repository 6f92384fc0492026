using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>The keys of one mapping, of which all that may stand there are known.</summary>
internal sealed class Fields
{
    private readonly MapNode map;
    private readonly PlanNode owner;
    private readonly string label;
    private readonly ProblemLog log;
    private readonly string[] known;

    // Keys that an unknown key was probably meant to be: they are not missing, they are misspelt.
    private readonly HashSet<string> misspelt = [];

    /// <param name="label">Such as <c>system "records"</c>.</param>
    public Fields(MapNode map, PlanNode owner, string label, string[] known, ProblemLog log)
    {
        (this.map, this.owner, this.label, this.log, this.known) = (map, owner, label, log, known);
        var free = known.Where(k => !Has(k)).ToArray();
        foreach (var unknown in map.Entries.Where(e => !known.Contains(e.Key.Text)))
        {
            Report(unknown, Suggestion.For(unknown.Key.Text, free), known);
        }
    }

    public ProblemLog Log => log;

    public bool Has(string key) => map.Entries.Any(e => e.Key.Text == key);

    /// <summary>Whether one of the keys that stand here was probably meant to be this one.</summary>
    public bool IsMisspelt(string key) => misspelt.Contains(key);

    /// <exception cref="InvalidOperationException">The mapping's shape lacks the key, so that it would never be found.</exception>
    public Field? Optional(string key) =>
        !known.Contains(key) ? throw new InvalidOperationException($"{label} is asked for \"{key}\", which its shape lacks.")
        : map.Entries.FirstOrDefault(e => e.Key.Text == key) is { } entry ? new Field(entry.Value, $"{Shown.Quoted(key)} of {label}", log) : null;

    /// <param name="example">A value of the kind that belongs there.</param>
    public Field? Required(string key, string example)
    {
        if (!Has(key) && !IsMisspelt(key))
        {
            log.Add(ProblemId.MissingKey, owner, $"{label} has no {Shown.Quoted(key)}", $"add it, such as  {key}: {example}");
        }

        return Optional(key);
    }

    /// <summary>The name before the colon: where what is missing inside its value is reported.</summary>
    public PlanNode KeyOf(string key) => map.Entries.FirstOrDefault(e => e.Key.Text == key)?.Key ?? owner;

    private void Report(MapEntry unknown, string? guess, string[] known)
    {
        if (guess is not null)
        {
            misspelt.Add(guess);
        }

        log.Add(ProblemId.UnknownKey, unknown.Key, $"{label} has a key that a plan does not know: {Shown.NameBefore(unknown.Value, unknown.Key.Text)}",
            guess is null ? $"the keys here are {Shown.All(known)}." : $"did you mean {Shown.Quoted(guess)}?");
    }
}
