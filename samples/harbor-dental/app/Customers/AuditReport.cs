namespace HarborDental.Customers;

/// <summary>The customers' journal held against the practice's book.</summary>
/// <param name="LostFrom">When the first of the lost ones was booked; null when none is lost.</param>
/// <param name="LostUntil">When the last of them was.</param>
/// <param name="LostIds">The first twenty by the time they were booked.</param>
/// <param name="NewBooking">The id of a booking made now and read back; null when none was asked for.</param>
internal sealed record AuditReport(
    int Acknowledged, int Recovered, int Lost, DateTimeOffset? LostFrom, DateTimeOffset? LostUntil, IReadOnlyList<Guid> LostIds,
    Guid? NewBooking)
{
    private const int MostIds = 20;

    public static AuditReport Compare(IReadOnlyList<ConfirmedBooking> journal, IReadOnlySet<Guid> known)
    {
        // A customer who asked twice was promised one booking.
        var confirmed = journal.DistinctBy(b => b.Id).ToList();
        var lost = confirmed.Where(b => !known.Contains(b.Id)).OrderBy(b => b.BookedAt).ToList();
        return new(
            confirmed.Count, confirmed.Count - lost.Count, lost.Count,
            lost.FirstOrDefault()?.BookedAt, lost.LastOrDefault()?.BookedAt, [.. lost.Take(MostIds).Select(b => b.Id)], null);
    }
}
