using HarborDental.Bookings;

namespace HarborDental.Customers;

/// <summary>Customers who book one after the other and remember only what was confirmed.</summary>
internal sealed class Crowd(BookingDesk desk, CustomersJournal journal, Random random, TimeProvider time)
{
    private const int DaysAhead = 3 * 365;
    private static readonly TimeSpan BeforeAskingAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TakenForGone = TimeSpan.FromSeconds(3);
    private static readonly string[] Reasons = ["Check-up", "Cleaning", "Toothache", "Filling", "Crown", "Braces", "Whitening"];

    private long? silentSince;
    private int confirmed;

    /// <summary>From one booking to the next, unless the practice is slower.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>Whether to end by oneself when a practice that has confirmed something falls silent for 3 seconds.</summary>
    public required bool UntilGone { get; init; }

    /// <returns>How many bookings were confirmed.</returns>
    public async Task<int> Book(CancellationToken stop)
    {
        try
        {
            var practice = await UntilAnswered(() => desk.Practice(stop), stop);
            using var pace = new PeriodicTimer(Pause, time);
            while (practice is not null && await BookOne(practice.Patients, stop)) await pace.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // SIGTERM or SIGINT: what was confirmed is in the journal.
        }

        return confirmed;
    }

    /// <returns>False: the practice is gone.</returns>
    private async Task<bool> BookOne(IReadOnlyList<int> patients, CancellationToken stop)
    {
        // 1. The booking keeps its id for all attempts: an answer that was lost is asked for again and books nothing twice.
        //    Not from the seed: two runs with one seed are two crowds.
        var id = Guid.NewGuid();
        var patient = patients[random.Next(patients.Count)];
        var reason = Reasons[random.Next(Reasons.Length)];
        while (true)
        {
            // 2. Some week of the next years has a free slot.
            var from = time.GetUtcNow().AddDays(random.Next(DaysAhead));
            var free = await UntilAnswered(() => desk.FreeSlots(from, stop), stop);
            if (free is null) return false;
            if (free.Count == 0) continue;
            var slot = free[random.Next(free.Count)];

            // 3. Ask for it, again and again while nobody answers. Taken: another one.
            var answer = await UntilAnswered(async () => new Answer(await desk.Book(id, patient, slot, reason, stop)), stop);
            if (answer is null) return false;
            if (answer.Booking is not { } booking) continue;
            journal.Append(new(booking.Id, booking.BookedAt, booking.StartsAt, booking.Patient));
            confirmed++;
            return true;
        }
    }

    /// <returns>Null: the practice is gone.</returns>
    private async Task<T?> UntilAnswered<T>(Func<Task<T>> ask, CancellationToken stop) where T : class
    {
        while (true)
        {
            try
            {
                var answer = await ask();
                silentSince = null;
                return answer;
            }
            catch (DeskSilent)
            {
                silentSince ??= time.GetTimestamp();
                if (UntilGone && confirmed > 0 && time.GetElapsedTime(silentSince.Value) > TakenForGone) return null;
                await Task.Delay(BeforeAskingAgain, time, stop);
            }
        }
    }

    private sealed record Answer(Booking? Booking);
}
