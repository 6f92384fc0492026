using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>A step of a run: the system and the step's name in it, written <c>records/restore</c>.</summary>
[JsonConverter(typeof(StepNameConverter))]
public readonly record struct StepName(string System, string Step) : IComparable<StepName>
{
    /// <exception cref="FormatException">The text has no <c>/</c>.</exception>
    public static StepName Parse(string text) => text.Split('/', 2) is [var system, var step]
        ? new(system, step)
        : throw new FormatException($"\"{text}\" is no step's name; a step is written SYSTEM/STEP.");

    public int CompareTo(StepName other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{System}/{Step}";

    public static bool operator <(StepName left, StepName right) => left.CompareTo(right) < 0;

    public static bool operator >(StepName left, StepName right) => left.CompareTo(right) > 0;

    public static bool operator <=(StepName left, StepName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StepName left, StepName right) => left.CompareTo(right) >= 0;
}

public sealed class StepNameConverter : JsonConverter<StepName>
{
    public override StepName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StepName.Parse(reader.GetString() ?? throw new JsonException("A step's name is missing."));

    public override void Write(Utf8JsonWriter writer, StepName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
