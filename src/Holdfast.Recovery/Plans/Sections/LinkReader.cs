using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads the ways between sites; a pair of sites has one, whichever of them stands first.</summary>
internal sealed class LinkReader(PlanScope scope)
{
    public static Shape Shape { get; } = new(
        "link",
        "The way between two sites.",
        new("bandwidth", DataRates.Written, "How much it carries.", Needed: true),
        new("latency", Durations.Written, "How long a packet takes."),
        new("fails with", Written.ListOf(Domains.Written), "What it is lost with."));

    private const string Between = " - ";

    private readonly Dictionary<(string, string), Place> _pairs = [];

    public Link? Read(TextNode name, Field entry)
    {
        var ends = EndsOf(name, entry);
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var bandwidth = fields.Required("bandwidth", "100 Mbit/s")?.As(DataRates.Kind);
        var latency = fields.Optional("latency")?.Duration();
        var domains = Domains.ReadOptional(fields);
        return ends is { } pair && domains is { } read ? new Link(pair.From, pair.To, bandwidth ?? new DataRate(1), latency, read) : null;
    }

    // A site's name may hold the sign that stands between the two, so it is not enough to cut at the first.
    private (string From, string To)? EndsOf(TextNode name, Field entry)
    {
        if (!scope.Sites.IsOpen)
        {
            return null;
        }

        var words = name.Text.Split(Between);
        var found = Enumerable.Range(1, words.Length - 1)
            .Select(cut => (From: string.Join(Between, words[..cut]), To: string.Join(Between, words[cut..])))
            .FirstOrDefault(pair => scope.Sites.Has(pair.From) && scope.Sites.Has(pair.To) && pair.From != pair.To);
        if (found.From is null)
        {
            entry.Log.Add(ProblemId.UnknownSite, name, $"{entry.Label} does not join two sites of the plan",
                words is [var from, var to] && Hint(from, to) is { } hint ? hint : $"write two of its sites with a dash between them, such as  office{Between}colo.");
            return null;
        }

        var key = string.CompareOrdinal(found.From, found.To) < 0 ? found : (found.To, found.From);
        if (!_pairs.TryAdd(key, name.At))
        {
            entry.Log.Add(ProblemId.RepeatedLink, name, $"{entry.Label} joins two sites that {_pairs[key]} joins already", "keep one of the two.");
        }

        return found;
    }

    private string? Hint(string from, string to) =>
        (GuessOf(from), GuessOf(to)) is ({ } a, { } b) && a != b ? $"did you mean {Shown.Quoted(a + Between + b)}?" : null;

    private string? GuessOf(string site) => scope.Sites.Has(site) ? site : Suggestion.For(site, scope.Sites.Names);
}
