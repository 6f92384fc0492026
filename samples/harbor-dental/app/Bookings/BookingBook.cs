using System.Data.Common;
using HarborDental.Records;

namespace HarborDental.Bookings;

/// <summary>The practice's book of appointments.</summary>
internal sealed class BookingBook(RecordsDatabase database)
{
    /// <summary>The practitioner of check bookings: nobody. Customers can't book it, and no page or list shows it.</summary>
    public const int CheckSlot = 0;

    /// <summary>Inserts one booking, with the parameters of <see cref="Parameters"/>.</summary>
    public const string InsertText =
        $"insert into bookings ({Columns}) values (@id, @patient, @practitioner, @starts, @reason, @booked)";

    private const string Columns = "id, patient, practitioner, starts_at, reason, booked_at";

    public static (string Name, object Value)[] Parameters(RecordsDatabase database, Booking booking) =>
    [
        ("id", booking.Id.ToString()), ("patient", booking.Patient), ("practitioner", booking.Practitioner),
        ("starts", database.Stored(booking.StartsAt)), ("reason", booking.Reason), ("booked", database.Stored(booking.BookedAt)),
    ];

    /// <summary>Enters a booking; when it returns <see cref="BookingOutcome.Booked"/> the entry is on the disk.</summary>
    public async Task<(BookingOutcome Outcome, Booking? Booking)> Enter(Booking booking, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);

        // One statement, hence one transaction; the database itself refuses a second booking of an id or a slot, so that two
        // customers who ask at the same instant can't both be told yes.
        var entered = await connection.Command(
            $"{InsertText} on conflict do nothing", Parameters(database, booking)).Changes(cancellation);
        if (entered == 1) return (BookingOutcome.Booked, booking);
        return await Find(connection, booking.Id, cancellation) is { } earlier
            ? (BookingOutcome.AlreadyBooked, earlier)
            : (BookingOutcome.SlotTaken, null);
    }

    public async Task<Booking?> Find(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        return await Find(connection, id, cancellation);
    }

    /// <returns>Whether there was such a booking.</returns>
    public async Task<bool> Cancel(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        return await connection.Command("delete from bookings where id = @id", ("id", id.ToString())).Changes(cancellation) == 1;
    }

    /// <summary>Customers' bookings in the order of their ids.</summary>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    public Task<IReadOnlyList<Booking>> Page(Guid? after, int limit, CancellationToken cancellation) =>
        Select("id > @after", "id limit @limit", cancellation, ("after", after?.ToString() ?? ""), ("limit", limit));

    /// <summary>Customers' bookings that start within a time, the first one first.</summary>
    public Task<IReadOnlyList<Booking>> Between(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Select("starts_at >= @from and starts_at < @until", "starts_at, practitioner", cancellation,
            ("from", database.Stored(from)), ("until", database.Stored(until)));

    public Task<IReadOnlyList<Booking>> OfPatient(int patient, CancellationToken cancellation) =>
        Select("patient = @patient", "starts_at desc", cancellation, ("patient", patient));

    /// <summary>Removes what checks left behind that were killed half-way.</summary>
    public async Task ForgetChecksBefore(DateTimeOffset instant, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await connection.Command(
            "delete from bookings where practitioner = @slot and booked_at < @instant",
            ("slot", CheckSlot), ("instant", database.Stored(instant))).Changes(cancellation);
    }

    private async Task<Booking?> Find(DbConnection connection, Guid id, CancellationToken cancellation)
    {
        var found = await connection.Command($"select {Columns} from bookings where id = @id", ("id", id.ToString()))
            .Rows(Read, cancellation);
        return found.SingleOrDefault();
    }

    private async Task<IReadOnlyList<Booking>> Select(
        string condition, string order, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var connection = await database.Open(cancellation);
        return await connection.Command(
            $"select {Columns} from bookings where practitioner <> {CheckSlot} and {condition} order by {order}", parameters)
            .Rows(Read, cancellation);
    }

    private Booking Read(DbDataReader row) => new(
        Guid.Parse(row.GetString(0)), row.GetInt32(1), row.GetInt32(2), database.Instant(row, 3), row.GetString(4),
        database.Instant(row, 5));
}
