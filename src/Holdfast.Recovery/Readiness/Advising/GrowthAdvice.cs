using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>When a system's data have grown so much that its RTO is no longer kept.</summary>
/// <param name="Transfer">When their way alone takes longer than the RTO; null: not within the years that are looked ahead, or the plan does not say how fast the way is.</param>
/// <param name="Predicted">When the whole recovery does; null: the same, or no one knows how long it takes now.</param>
public sealed record GrowthAdvice(DataGrowth Growth, ByteSize Size, DateOnly? Transfer, DateOnly? Predicted)
{
    /// <summary>Whether the data are too large already.</summary>
    public bool IsBroken { get; init; }

    private const int YearsAhead = 20;

    /// <param name="worst">Of the scenario that is worst for the system.</param>
    /// <param name="restore">What its restore takes of that; null: no one knows.</param>
    /// <returns>Null where the data do not grow, or no one knows how large they are.</returns>
    public static GrowthAdvice? Of(Basis basis, ProtectedSystem system, SystemOutcome? worst, TimeSpan? restore)
    {
        if (system.Grows is not { Added.Bytes: > 0 } grows || SizeOf(basis, system) is not { Bytes: > 0 } size)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(basis.Now.UtcDateTime);
        var perDay = grows.Added.Bytes / (double)(grows.In.From(today).DayNumber - today.DayNumber);
        var transfer = TransferFloor.Of(basis.Index, system) is { } floor ? DayOf(floor.Rate.BytesPerSecond * system.Rto.Value.TotalSeconds) : null;
        var predicted = worst?.Rto.P50.Value is { } takes && restore is { Ticks: > 0 } moving
            ? DayOf(size.Bytes * ((system.Rto.Value - (takes - moving)) / moving))
            : null;
        return new(grows, size, transfer, predicted) { IsBroken = transfer == today || predicted == today };

        // What is too large already is so today. A whole day is one, although its seconds were divided with a rounding error.
        DateOnly? DayOf(double most) => Math.Max(0, (most - size.Bytes) / perDay) is var days && days <= YearsAhead * 365.25 ? today.AddDays((int)(days + 1e-6)) : null;
    }

    private static ByteSize? SizeOf(Basis basis, ProtectedSystem system) =>
        basis.History.CopiesOf(system.Name).Where(c => c.Counts).MaxBy(c => c.TakenAt) is { Bytes: > 0 } copy ? new(copy.Bytes) : system.Size;
}
