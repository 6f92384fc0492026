using System.Data.Common;
using HarborDental.Bookings;
using HarborDental.Records;

namespace HarborDental.Furnishing;

/// <summary>Fills new records: who works there, who comes, and the appointments of the weeks around today.</summary>
internal sealed class RecordsFilling(RecordsDatabase database, TimeProvider time)
{
    private const int DaysAround = 14;
    private const int VisitsADay = 26; // of 64: a day that looks busy and leaves room to book

    private static readonly string[] Reasons =
    [
        "Check-up", "Cleaning", "Filling, lower left", "Filling, upper right", "Crown fitting", "Root canal, second visit",
        "Braces adjustment", "Wisdom tooth", "Toothache", "X-ray", "Whitening", "Child's first visit",
    ];

    public async Task Fill(IReadOnlyList<Patient> patients, int seed, CancellationToken cancellation)
    {
        var now = BookingRequest.Milliseconds(time.GetUtcNow());
        await using (var connection = await database.Open(cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Schema.Create(database, connection, cancellation);
            await AddPeople(connection, patients, cancellation);
            foreach (var booking in Appointments(patients, seed, now)) await Add(connection, booking, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await Heartbeat.Beat(database, now, cancellation);
    }

    private static IEnumerable<Booking> Appointments(IReadOnlyList<Patient> patients, int seed, DateTimeOffset now)
    {
        var random = new Random(seed);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var offset in Enumerable.Range(-DaysAround, (2 * DaysAround) + 1))
        {
            var day = today.AddDays(offset);
            if (!OpeningHours.IsWorkingDay(day)) continue;
            var slots = OpeningHours.SlotsOf(day)
                .SelectMany(start => People.Practitioners.Select(p => new Slot(p.Number, start))).ToArray();
            random.Shuffle(slots);
            foreach (var slot in slots.Take(VisitsADay))
            {
                // Booked some days before the visit, and not in the future.
                var booked = slot.StartsAt.AddMinutes(-random.Next(60, 20 * 24 * 60));
                var id = new byte[16];
                random.NextBytes(id);
                yield return new(
                    new Guid(id), random.Pick(patients).Number, slot.Practitioner, slot.StartsAt, random.Pick(Reasons),
                    booked < now ? booked : now.AddMinutes(-random.Next(1, 600)));
            }
        }
    }

    private static async Task AddPeople(DbConnection connection, IReadOnlyList<Patient> patients, CancellationToken cancellation)
    {
        foreach (var p in People.Practitioners)
        {
            await connection.Command(
                "insert into rooms (number, name) values (@number, @name)", ("number", p.Number), ("name", p.Room))
                .Changes(cancellation);
            await connection.Command(
                "insert into practitioners (number, name, profession, room) values (@number, @name, @profession, @number)",
                ("number", p.Number), ("name", p.Name), ("profession", p.Profession)).Changes(cancellation);
        }

        foreach (var p in patients)
            await connection.Command(
                """
                insert into patients (number, name, born, phone, email, folder)
                values (@number, @name, @born, @phone, @email, @folder)
                """,
                ("number", p.Number), ("name", p.Name), ("born", p.Born), ("phone", p.Phone), ("email", p.Email),
                ("folder", p.Folder)).Changes(cancellation);
    }

    private Task<int> Add(DbConnection connection, Booking booking, CancellationToken cancellation) => connection.Command(
        BookingBook.InsertText, BookingBook.Parameters(database, booking)).Changes(cancellation);
}
