using System.Text.Json.Serialization;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// A duration and how far it can be trusted. Sums and maxima keep the weaker provenance and the smaller sample, so that a figure
/// is never better founded than its worst part.
/// </summary>
/// <param name="Value">Null exactly when the provenance is unknown.</param>
/// <param name="Samples">How many measurements the worst-founded part rests on.</param>
/// <param name="AsOf">When the oldest of the newest measurements was made; null where nothing was measured.</param>
public readonly record struct Figure(TimeSpan? Value, Provenance From, int Samples, DateTimeOffset? AsOf)
{
    public static Figure Unknown { get; } = new(null, Provenance.Unknown, 0, null);

    /// <summary>The neutral element of sums and maxima.</summary>
    public static Figure Zero { get; } = new(TimeSpan.Zero, Provenance.Measured, int.MaxValue, null);

    public static Figure Measured(TimeSpan value, int samples, DateTimeOffset asOf) => new(value, Provenance.Measured, samples, asOf);

    public static Figure Extrapolated(TimeSpan value, int samples, DateTimeOffset asOf) => new(value, Provenance.Extrapolated, samples, asOf);

    public static Figure Declared(TimeSpan value) => new(value, Provenance.Declared, 0, null);

    public static Figure operator +(Figure left, Figure right) => left.With(right, ComputedTime.Sum);

    public static Figure Add(Figure left, Figure right) => left + right;

    public static Figure Max(Figure left, Figure right) => left.With(right, (a, b) => a > b ? a : b);

    /// <summary>This figure's trust, lowered to the other's where that is less.</summary>
    public Figure NoBetterThan(Figure other) => With(other, (a, _) => a);

    private Figure With(Figure other, Func<TimeSpan, TimeSpan, TimeSpan> combine) =>
        Value is not { } a || other.Value is not { } b
            ? Unknown
            : new(combine(a, b), From > other.From ? From : other.From, Math.Min(Samples, other.Samples), Older(AsOf, other.AsOf));

    private static DateTimeOffset? Older(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;
}

/// <summary>Best founded first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Provenance>))]
public enum Provenance
{
    [JsonStringEnumMemberName("measured")] Measured,
    [JsonStringEnumMemberName("extrapolated")] Extrapolated,
    [JsonStringEnumMemberName("declared")] Declared,
    [JsonStringEnumMemberName("unknown")] Unknown,
}
