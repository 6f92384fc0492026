using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>
/// Puts a thing of the plan into words, value by value. Whether a value was written or is a default is not carried through the plan's
/// types: the text is asked whether it says it, by the path that a value of the plan has there.
/// </summary>
/// <param name="path">Of the thing, such as <c>systems</c>, <c>records</c>.</param>
public sealed class Description(PlanPlaces places, params string[] path)
{
    /// <summary>For people, of a value for which there is no default either.</summary>
    public const string NotSaid = "not said";

    private readonly List<ShownValue> _values = [];
    private readonly List<ShownThing> _parts = [];
    private string _group = "";

    /// <summary>What follows is listed under this.</summary>
    public Description Group(string group)
    {
        _group = group;
        return this;
    }

    /// <param name="key">As the plan writes it; of a value inside another, both with a slash between them: <c>protect/every</c>.</param>
    /// <param name="missing">What people are told where there is no value; null: nothing.</param>
    public Description Text(string key, string? value, string? missing = null, string? label = null) =>
        Add(key, label, value is null ? missing : value, value, Camel(key), OriginOf(key));

    /// <summary>A choice whose default is a value like any other.</summary>
    public Description Word<T>(string key, T value, string? label = null) where T : struct, Enum => Text(key, Words.Of(value), label: label);

    public Description Time(string key, TimeSpan? value, string? missing = null, string? label = null) =>
        Time(key, value, OriginOf(key), missing, label);

    /// <summary>A time that a tier may have said.</summary>
    public Description Time(string key, Sourced<TimeSpan>? value, string? tier, string? missing = null, string? label = null) =>
        Time(key, value?.Value, value is { From: ValueSource.Tier } ? new(ValueSource.Tier, places.Written("tiers", tier!, key), tier) : OriginOf(key), missing, label);

    public Description Time(string key, TimeSpan? value, Origin origin, string? missing = null, string? label = null) =>
        Add(key, label, value is { } time ? Spoken.Exactly(time) : missing, value?.TotalSeconds, Camel(key) + "Seconds", origin);

    public Description Names(string key, IEnumerable<string> names, string? missing = null, string? label = null)
    {
        var all = names.ToImmutableArray();
        return Add(key, label, all.IsEmpty ? missing : string.Join(", ", all), JsonFields.List(all), Camel(key), OriginOf(key));
    }

    public Description Yes(string key, bool value, string yes, string no, string? label = null) =>
        Add(key, label, value ? yes : no, value, Camel(key), OriginOf(key));

    public Description Number(string key, decimal? value, string? text, string? label = null) =>
        Add(key, label, text ?? value?.ToString(CultureInfo.InvariantCulture), value, Camel(key), OriginOf(key));

    /// <summary>A value whose place in the text is not that of its key.</summary>
    public Description From(Origin origin, string key, string? text, JsonNode? json, string? label = null) => Add(key, label, text, json, Camel(key), origin);

    public Description Part(ShownThing part)
    {
        _parts.Add(part);
        return this;
    }

    public Origin OriginOf(string key) => Origin.Of(places.Written([.. path, .. key.Split('/')]));

    public ShownThing As(string name) => new(name, places.Written(path), [.. _values], [.. _parts]);

    private Description Add(string key, string? label, string? text, JsonNode? json, string name, Origin origin)
    {
        _values.Add(new(_group, label ?? key[(key.LastIndexOf('/') + 1)..], text, name, json, origin));
        return this;
    }

    /// <summary><c>protect/verify every</c> is <c>protectVerifyEvery</c>.</summary>
    private static string Camel(string key) =>
        JsonNamingPolicy.CamelCase.ConvertName(string.Concat(key.Split(' ', '/').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
}
