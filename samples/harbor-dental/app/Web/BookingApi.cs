using HarborDental.Bookings;

namespace HarborDental.Web;

/// <summary>The JSON interface that customers book through.</summary>
internal static class BookingApi
{
    private const int LargestPage = 1000;
    private const int MostDays = 31;

    public static void Map(WebApplication app)
    {
        app.MapGet("/api/practice", About);
        app.MapGet("/api/slots", Slots);
        app.MapPost("/api/bookings", Book);
        app.MapGet("/api/bookings", Page);
        app.MapGet("/api/bookings/{id:guid}", Find);
        app.MapDelete("/api/bookings/{id:guid}", Cancel);
    }

    private static async Task<IResult> About(PracticeOnHand onHand, CancellationToken cancellation)
    {
        var practice = await onHand.Get(cancellation);
        return Results.Json(new { practice.Practitioners, Patients = practice.Patients.Keys.Order() });
    }

    private static async Task<IResult> Slots(
        DateTimeOffset? from, int? days, PracticeOnHand onHand, BookingBook book, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var start = from is { } asked && asked > now ? asked : now;
        var free = await FreeSlots.From(start, Math.Clamp(days ?? 5, 1, MostDays), await onHand.Get(cancellation), book, cancellation);
        return Results.Json(new { slots = free });
    }

    private static async Task<IResult> Book(
        HttpRequest request, PracticeOnHand onHand, BookingBook book, TimeProvider time, CancellationToken cancellation)
    {
        BookingRequest? asked;
        try
        {
            asked = await request.ReadFromJsonAsync<BookingRequest>(cancellation);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return Bad("the body is no JSON object {id, patient, practitioner, startsAt, reason}");
        }

        var now = time.GetUtcNow();
        if (asked is null) return Bad("the body is empty");
        // An id that is booked already is answered as such even when its time is over by now: the customer only lost our answer.
        if (asked.Id is { } id && await book.Find(id, cancellation) is { } earlier) return Results.Json(earlier);
        if (asked.Fault(await onHand.Get(cancellation), now) is { } fault) return Bad(fault);

        var (outcome, booking) = await book.Enter(asked.At(now), cancellation);
        return outcome switch
        {
            BookingOutcome.Booked => Results.Created($"/api/bookings/{booking!.Id}", booking),
            BookingOutcome.AlreadyBooked => Results.Json(booking),
            _ => Results.Json(new { error = "that slot is taken", hint = "choose another from /api/slots." }, statusCode: 409),
        };
    }

    private static async Task<IResult> Page(Guid? after, int? limit, BookingBook book, CancellationToken cancellation)
    {
        var size = Math.Clamp(limit ?? LargestPage, 1, LargestPage);
        var page = await book.Page(after, size, cancellation);
        return Results.Json(new
        {
            bookings = page.Select(b => new { b.Id, b.BookedAt }),
            next = page.Count == size ? page[^1].Id : (Guid?)null,
        });
    }

    private static async Task<IResult> Find(Guid id, BookingBook book, CancellationToken cancellation) =>
        await book.Find(id, cancellation) is { } booking ? Results.Json(booking) : Missing();

    private static async Task<IResult> Cancel(Guid id, BookingBook book, CancellationToken cancellation) =>
        await book.Cancel(id, cancellation) ? Results.NoContent() : Missing();

    private static IResult Bad(string fault) => Results.Json(new { error = fault }, statusCode: 400);

    private static IResult Missing() => Results.Json(new { error = "there is no such booking" }, statusCode: 404);
}
