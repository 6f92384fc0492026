using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// The names that one section of the plan defines, and what was read under them. When the section itself could not be
/// read nothing is known about its names, and no reference is called wrong.
/// </summary>
internal sealed class Declared<T>(string kind, string unknownId) where T : class
{
    private readonly OrderedDictionary<string, T?> byName = [];
    private bool isOpen;

    public void Open(IEnumerable<string> names)
    {
        isOpen = true;
        foreach (var name in names)
        {
            byName[name] = null;
        }
    }

    /// <summary>Whether it is known which names there are.</summary>
    public bool IsOpen => isOpen;

    public IEnumerable<string> Names => byName.Keys;

    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>Whether everything that the section defines was read.</summary>
    public bool IsComplete => isOpen && !byName.ContainsValue(null);

    public T? Find(string name) => byName.GetValueOrDefault(name);

    public void Define(string name, T value) => byName[name] = value;

    /// <returns>What was read under the name that the field holds; null when the name is unknown, which is reported.</returns>
    public (string? Name, T? Value) Refer(Field? field) =>
        field?.Text() is { } name && IsDefined(name, field) ? (name, byName[name]) : default;

    /// <summary>Whether there is such a name; if not, that is reported at the field that speaks of it.</summary>
    public bool IsDefined(string name, Field field)
    {
        if (byName.ContainsKey(name))
        {
            return true;
        }

        if (isOpen)
        {
            var guess = Suggestion.For(name, byName.Keys);
            field.Refuse(unknownId, $"names a {kind} that the plan does not define: {Shown.Quoted(name)}",
                guess is not null ? $"did you mean {Shown.Quoted(guess)}?"
                : byName.Count == 0 ? $"the plan defines no {kind}."
                : $"the plan defines {Shown.All(byName.Keys.Take(10))}{(byName.Count > 10 ? " and others" : "")}.");
        }

        return false;
    }

    /// <summary>The references of a list, each of which may stand there once.</summary>
    public List<(string Name, T? Value, PlanNode Node)> ReferAll(IReadOnlyList<Field>? items)
    {
        var found = new List<(string, T?, PlanNode)>();
        var names = new HashSet<string>();
        foreach (var item in items ?? [])
        {
            var (name, value) = Refer(item);
            if (name is not null && !names.Add(name))
            {
                item.Refuse(ProblemId.RepeatedItem, $"is there twice: {Shown.Quoted(name)}", "remove one of the two.");
            }
            else if (name is not null)
            {
                found.Add((name, value, item.Node));
            }
        }

        return found;
    }
}
