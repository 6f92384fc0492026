using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Checks;

namespace Holdfast.Execution.Upkeep;

/// <summary>
/// Reads a repository back in parts, so that all of it was read again within the time that the plan says, and no day brings all of it. The parts go by the
/// names of the packs, and each is remembered with when it was read last.
/// </summary>
internal sealed class RollingReading(IRunStore state, string name, Repository repository, TimeProvider clock)
{
    internal const int Parts = 32;

    /// <summary>After some days off; it is caught up with day by day.</summary>
    private const int MostAtOnce = Parts / 4;

    /// <summary>Of the time that the plan gives: the rest is for days on which the machine was off.</summary>
    private const double Share = 0.75;

    private string Document => StoreNames.ReadingsOf(repository.Id);

    /// <summary>Everything was read back at that time or later, and found good; null: some part never was.</summary>
    public DateTimeOffset? WholeSince => WithWholeReadings(Read()) is var read && read.Contains(null) ? null : read.Min();

    /// <summary>Which parts are to be read now.</summary>
    /// <param name="every">How long a reading is good for.</param>
    /// <param name="firstCopy">When the oldest copy was made that is there.</param>
    public ImmutableArray<int> Due(CalendarSpan every, DateTimeOffset firstCopy)
    {
        var now = clock.GetUtcNow();
        var whole = Length(every, now);
        var span = whole * Share;
        var read = WithWholeReadings(Read());

        // A date to come is of a clock that was wrong.
        var due = Enumerable.Range(0, Parts).Where(part => !(read[part] is { } at && at <= now && now - at < span)).OrderBy(part => read[part] ?? DateTimeOffset.MinValue).ToArray();
        if (due.Any(part => now - (read[part] ?? firstCopy) >= whole))
        {
            return [.. due]; // Late: whatever it takes.
        }

        // What was read before comes again as it came then. What never was is spread over the time that there is.
        var begun = read.Where(at => at <= now).Min() ?? now;
        var first = 1 + (int)Math.Min(Math.Floor(Parts * ((now - begun) / span)), Parts) - read.Count(at => at <= now);
        return [.. due.Where(part => read[part] is not null).Concat(due.Where(part => read[part] is null).Take(first)).Take(MostAtOnce)];
    }

    /// <summary>Reads one part, and remembers what came of it.</summary>
    public async Task<FullReading> ReadAsync(int part, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var subset = PackSubset.Parse(string.Create(CultureInfo.InvariantCulture, $"{part + 1}/{Parts}"));
        var report = await repository.CheckAsync(new(ReadData: true, NoLock: true) { Subset = subset }, null, cancellationToken);
        var read = WithWholeReadings(Read());
        read[part] = report.IsGood ? at : null;
        Write(read);
        return await FullReading.RememberAsync(state, name, repository, report, read.Min() is { } since && !read.Contains(null) ? since : null, clock, cancellationToken);
    }

    /// <summary>What <c>holdfast verify</c> read as a whole was read in every part.</summary>
    private DateTimeOffset?[] WithWholeReadings(DateTimeOffset?[] parts)
    {
        var whole = ProtectionLog.Readings(state).Where(r => r.Repository == name).Select(r => (DateTimeOffset?)r.At).Max();
        return [.. parts.Select(part => whole is null || part > whole ? part : whole)];
    }

    private static TimeSpan Length(CalendarSpan every, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return TimeSpan.FromDays(Math.Max(1, every.From(today).DayNumber - today.DayNumber));
    }

    /// <summary>A file that is spoilt says that nothing was read: it is read again.</summary>
    private DateTimeOffset?[] Read()
    {
        try
        {
            return state.ReadDocument(Document) is { } bytes && JsonSerializer.Deserialize(bytes, ReadingsJson.Default.NullableDateTimeOffsetArray) is { Length: Parts } read
                ? read
                : new DateTimeOffset?[Parts];
        }
        catch (JsonException)
        {
            return new DateTimeOffset?[Parts];
        }
    }

    private void Write(DateTimeOffset?[] read)
    {
        if (state.IsMade)
        {
            state.WriteDocument(Document, JsonSerializer.SerializeToUtf8Bytes(read, ReadingsJson.Default.NullableDateTimeOffsetArray));
        }
    }
}

[JsonSerializable(typeof(DateTimeOffset?[]))]
internal sealed partial class ReadingsJson : JsonSerializerContext;
