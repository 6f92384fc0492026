using System.Data.Common;
using HarborDental.Documents;

namespace HarborDental.Bookings;

/// <summary>
/// Does the practice operate? Asked of the application itself, by doing what it is there for: reads a customer's booking with
/// the patient's documents, books the check slot, reads that back and removes it.
/// </summary>
internal sealed class EndToEndCheck(BookingBook book, PracticeOnHand practice, PatientDocuments documents, TimeProvider time)
{
    private static readonly TimeSpan KilledHalfWay = TimeSpan.FromMinutes(1);

    /// <returns>What works, and what failed (null: all of it works).</returns>
    public async Task<CheckAnswer> Run(CancellationToken cancellation)
    {
        var done = new List<string>();
        var doing = "read a customer's booking";
        try
        {
            var known = await practice.Get(cancellation);
            var first = await book.Page(null, 1, cancellation);
            if (first is not [var existing]) return new(false, done, doing, "there is no booking at all");
            done.Add(doing);

            doing = "read that patient's documents";
            if (documents.Of(known.Patients[existing.Patient]) is not { Count: > 0 })
                return new(false, done, doing, "the patient's folder is missing or empty");
            done.Add(doing);

            doing = "book the check slot";
            var now = BookingRequest.Milliseconds(time.GetUtcNow());
            await book.ForgetChecksBefore(now - KilledHalfWay, cancellation);
            var check = new Booking(Guid.NewGuid(), existing.Patient, BookingBook.CheckSlot, now, "End-to-end check", now);
            // Two checks in the same millisecond want the same check slot: the second moves on.
            while ((await book.Enter(check, cancellation)).Outcome == BookingOutcome.SlotTaken)
                check = check with { StartsAt = check.StartsAt.AddMilliseconds(1) };
            done.Add(doing);

            doing = "read the check booking back";
            var found = await book.Find(check.Id, cancellation);
            if (found != check) return new(false, done, doing, found is null ? "it is not there" : "it is not what was written");
            done.Add(doing);

            doing = "remove the check booking";
            if (!await book.Cancel(check.Id, cancellation)) return new(false, done, doing, "it was not there any more");
            done.Add(doing);
            return new(true, done, null, null);
        }
        catch (DbException e)
        {
            return new(false, done, doing, e.Message);
        }
        catch (IOException e)
        {
            return new(false, done, doing, e.Message);
        }
    }
}

/// <param name="Done">What worked, in order.</param>
/// <param name="Failed">What did not; null when all did.</param>
internal sealed record CheckAnswer(bool Ok, IReadOnlyList<string> Done, string? Failed, string? Why);
