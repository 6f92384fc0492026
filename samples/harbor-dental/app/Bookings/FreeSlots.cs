namespace HarborDental.Bookings;

/// <summary>What can still be booked.</summary>
internal static class FreeSlots
{
    /// <summary>Free half hours of a few working days, the earliest first.</summary>
    /// <param name="days">How many working days to look at, beginning with the day of <paramref name="from"/>.</param>
    public static async Task<IReadOnlyList<Slot>> From(
        DateTimeOffset from, int days, Practice practice, BookingBook book, CancellationToken cancellation)
    {
        var starts = new List<DateTimeOffset>();
        var day = DateOnly.FromDateTime(from.UtcDateTime);
        for (var looked = 0; looked < days; looked++, day = day.AddDays(1))
        {
            day = OpeningHours.WorkingDayFrom(day);
            starts.AddRange(OpeningHours.SlotsOf(day).Where(s => s > from));
        }

        if (starts.Count == 0) return [];
        var taken = await book.Between(starts[0], starts[^1] + OpeningHours.SlotLength, cancellation);
        var gone = taken.Select(b => new Slot(b.Practitioner, b.StartsAt)).ToHashSet();
        return [.. from start in starts
            from practitioner in practice.Practitioners
            let slot = new Slot(practitioner.Number, start)
            where !gone.Contains(slot)
            select slot];
    }
}
