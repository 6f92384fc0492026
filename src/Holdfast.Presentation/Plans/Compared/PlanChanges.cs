using System.Collections.Immutable;
using Holdfast.Presentation.Plans.Shown;

namespace Holdfast.Presentation.Plans.Compared;

/// <summary>What changed between two plans, in the words in which <c>plan show</c> shows them. Where a value comes from is no change, nor is the order of things.</summary>
public static class PlanChanges
{
    private const string NotSaid = "not said";

    public static ImmutableArray<PlanChange> Between(ShownPlan before, ShownPlan after)
    {
        var (was, now) = (ThingsOf(before), ThingsOf(after));
        var changes = ImmutableArray.CreateBuilder<PlanChange>();
        if (before.Organization != after.Organization)
        {
            changes.Add(new("", "the plan", "organization", before.Organization, after.Organization));
        }

        changes.AddRange(Values("", "the plan", before.Top!.Values, after.Top!.Values));
        var renamed = Renamed(was, now);
        foreach (var ((kind, name, number), thing) in now)
        {
            if (was.TryGetValue((kind, name, number), out var old))
            {
                changes.AddRange(Changes(kind, name, old, thing));
            }
            else if (renamed.FirstOrDefault(r => r.To == (kind, name, number)) is { From.Kind: not null } from)
            {
                changes.Add(new(kind, from.From.Name, null, from.From.Name, name));
            }
            else
            {
                changes.Add(new(kind, name, null, null, name));
            }
        }

        changes.AddRange(was.Keys.Where(key => !now.ContainsKey(key) && renamed.All(r => r.From != key)).Select(key => new PlanChange(key.Kind, key.Name, null, key.Name, null)));
        return changes.ToImmutable();
    }

    private static IEnumerable<PlanChange> Changes(string kind, string name, ShownThing before, ShownThing after)
    {
        foreach (var change in Values(kind, name, before.Values, after.Values))
        {
            yield return change;
        }

        var (was, now) = (before.Parts.ToDictionary(p => p.Name), after.Parts.ToDictionary(p => p.Name));
        foreach (var part in after.Parts)
        {
            if (!was.TryGetValue(part.Name, out var old))
            {
                yield return new(kind, name, "step", null, part.Name);
                continue;
            }

            foreach (var change in Values(kind, $"{name}, step {part.Name}", old.Values, part.Values))
            {
                yield return change;
            }
        }

        foreach (var part in before.Parts.Where(p => !now.ContainsKey(p.Name)))
        {
            yield return new(kind, name, "step", part.Name, null);
        }

        var (first, then) = (Order(before, now), Order(after, was));
        if (first != then)
        {
            yield return new(kind, name, "order of steps", first, then);
        }
    }

    private static string Order(ShownThing thing, Dictionary<string, ShownThing> inBoth) => string.Join(", ", thing.Parts.Where(p => inBoth.ContainsKey(p.Name)).Select(p => p.Name));

    private static IEnumerable<PlanChange> Values(string kind, string name, ImmutableArray<ShownValue> before, ImmutableArray<ShownValue> after)
    {
        var (was, now) = (Written(before), Written(after));
        foreach (var key in now.Keys.Union(was.Keys))
        {
            var (one, other) = (was.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (one?.Text != other?.Text)
            {
                var label = (other ?? one)!.Label;
                yield return new(kind, name, label, one?.Text ?? NotSaid, other?.Text ?? NotSaid);
            }
        }
    }

    /// <summary>What follows from the rest of the plan is no change of its own.</summary>
    private static Dictionary<string, ShownValue> Written(ImmutableArray<ShownValue> values) =>
        values.Where(v => v.Origin.From is not null).GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.First());

    /// <summary>By kind and name; of things that share a name, such as two drills of one scenario, by their number too.</summary>
    private static Dictionary<(string Kind, string Name, int Number), ShownThing> ThingsOf(ShownPlan plan) =>
        plan.Sections.SelectMany(s => s.Things.Select(thing => (s.Kind, thing)))
            .GroupBy(t => (t.Kind, t.thing.Name))
            .SelectMany(same => same.Select((t, number) => KeyValuePair.Create((t.Kind, t.thing.Name, number), t.thing)))
            .ToDictionary();

    /// <summary>What is gone and what is new and the same in everything but its name.</summary>
    private static List<((string Kind, string Name, int Number) From, (string Kind, string Name, int Number) To)> Renamed(
        Dictionary<(string Kind, string Name, int Number), ShownThing> was, Dictionary<(string Kind, string Name, int Number), ShownThing> now)
    {
        var gone = was.Where(t => !now.ContainsKey(t.Key)).GroupBy(t => (t.Key.Kind, ContentOf(t.Value))).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First().Key);
        return
        [
            .. now.Where(t => !was.ContainsKey(t.Key)).GroupBy(t => (t.Key.Kind, ContentOf(t.Value)))
                .Where(g => g.Count() == 1 && gone.ContainsKey(g.Key))
                .Select(g => (gone[g.Key], g.First().Key)),
        ];
    }

    private static string ContentOf(ShownThing thing) =>
        string.Join('\n', Written(thing.Values).Values.Select(v => $"{v.Key}: {v.Text}").Concat(thing.Parts.Select(p => $"{p.Name}\n{ContentOf(p)}")));
}
