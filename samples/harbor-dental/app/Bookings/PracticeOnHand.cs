using HarborDental.Records;

namespace HarborDental.Bookings;

/// <summary>
/// The practice as last read. Patients and practitioners change when the database is replaced, hardly otherwise; bookings are
/// never kept.
/// </summary>
internal sealed class PracticeOnHand(RecordsDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private Held? last;

    public async Task<Practice> Get(CancellationToken cancellation)
    {
        if (last is { } held && time.GetElapsedTime(held.ReadAt) < Fresh) return held.Practice;
        var read = await Practice.Read(database, cancellation);
        last = new(read, time.GetTimestamp());
        return read;
    }

    private sealed record Held(Practice Practice, long ReadAt);
}
