using HarborDental.CommandLine;

namespace HarborDental.Customers;

/// <summary>One booking by a customer who knows nothing of the disaster.</summary>
internal static class NewBooking
{
    /// <returns>The id of a booking that was made and read back.</returns>
    public static async Task<Guid> Make(BookingDesk desk, TimeProvider time)
    {
        var practice = await desk.Practice(CancellationToken.None);
        if (practice.Patients.Count == 0) throw NotMade("the practice knows no patients");

        // Others book too: the slot we saw free may be theirs by now.
        for (var week = 1; week <= 10; week++)
        {
            var free = await desk.FreeSlots(time.GetUtcNow().AddDays(7 * week), CancellationToken.None);
            if (free.Count == 0) continue;
            var made = await desk.Book(Guid.NewGuid(), practice.Patients[0], free[0], "Check-up", CancellationToken.None);
            if (made is null) continue;
            return await desk.Find(made.Id, CancellationToken.None) == made
                ? made.Id
                : throw NotMade("what was confirmed can't be read back");
        }

        throw NotMade("no free slot within ten weeks");
    }

    private static SampleException NotMade(string why) =>
        new($"no new booking could be made: {why}", "look at the day sheet and ask the application's own check (POST /checks/booking).");
}
