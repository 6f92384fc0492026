using System.Globalization;
using HarborDental.Bookings;
using HarborDental.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HarborDental.Web.Pages;

/// <summary>What the people at the reception desk look at.</summary>
internal static class PageRoutes
{
    private const string DayFormat = "yyyy-MM-dd";

    public static void Map(WebApplication app)
    {
        app.MapGet("/", DaySheet);
        app.MapGet("/book", Form);
        app.MapPost("/book", Book);
        app.MapGet("/patients", Patients);
        app.MapGet("/patients/{number:int}", PatientFile);
        app.MapGet("/patients/{number:int}/documents/{name}", Document);
    }

    /// <summary>The address of a day's sheet.</summary>
    public static string SheetOf(DateOnly day) => $"/?day={day.ToString(DayFormat, CultureInfo.InvariantCulture)}";

    private static async Task<IResult> DaySheet(
        string? day, PracticeOnHand onHand, BookingBook book, TimeProvider time, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var shown = DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)
            ? asked
            : OpeningHours.WorkingDayFrom(today);
        var midnight = new DateTimeOffset(shown, TimeOnly.MinValue, TimeSpan.Zero);
        return Page<DaySheetPage>(new
        {
            Day = shown,
            Today = today,
            Now = time.GetUtcNow(),
            Practice = await onHand.Get(cancellation),
            Bookings = await book.Between(midnight, midnight.AddDays(1), cancellation),
        });
    }

    private static async Task<IResult> Form(
        DateTimeOffset? startsAt, int? practitioner, int? patient,
        PracticeOnHand onHand, BookingBook book, TimeProvider time, CancellationToken cancellation)
    {
        var practice = await onHand.Get(cancellation);
        var from = startsAt is { } asked ? new DateTimeOffset(asked.UtcDateTime.Date, TimeSpan.Zero) : time.GetUtcNow();
        var free = await FreeSlots.From(from < time.GetUtcNow() ? time.GetUtcNow() : from, 5, practice, book, cancellation);
        var chosen = startsAt is { } start && practitioner is { } who ? new Slot(who, start.ToUniversalTime()) : (Slot?)null;
        return Page<BookingFormPage>(new { Practice = practice, Free = free, Chosen = chosen, Patient = patient });
    }

    private static async Task<IResult> Book(
        HttpRequest request, PracticeOnHand onHand, BookingBook book, TimeProvider time, CancellationToken cancellation)
    {
        if (!request.HasFormContentType) return Results.BadRequest();
        var form = await request.ReadFormAsync(cancellation);
        var asked = FormFields.Read(form);
        var practice = await onHand.Get(cancellation);
        if (asked.Fault(practice, time.GetUtcNow()) is { } fault)
            return Page<MessagePage>(new { Title = "Not booked", Text = $"{fault}." }, 400);
        var (outcome, booking) = await book.Enter(asked.At(time.GetUtcNow()), cancellation);
        return outcome == BookingOutcome.SlotTaken
            ? Page<MessagePage>(new { Title = "Not booked", Text = "Somebody else was quicker: that time is taken." }, 409)
            : Results.Redirect(SheetOf(DateOnly.FromDateTime(booking!.StartsAt.UtcDateTime)));
    }

    private static async Task<IResult> Patients(string? search, PracticeOnHand onHand, CancellationToken cancellation)
    {
        var practice = await onHand.Get(cancellation);
        var found = practice.Patients.Values
            .Where(p => string.IsNullOrWhiteSpace(search) || p.Name.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        return Page<PatientListPage>(new { Search = search, Found = (IReadOnlyList<Patient>)found });
    }

    private static async Task<IResult> PatientFile(
        int number, PracticeOnHand onHand, BookingBook book, PatientDocuments documents, TimeProvider time, CancellationToken cancellation)
    {
        var practice = await onHand.Get(cancellation);
        if (!practice.Patients.TryGetValue(number, out var patient)) return NoSuch("patient");
        return Page<PatientPage>(new
        {
            Patient = patient,
            Practice = practice,
            Now = time.GetUtcNow(),
            Bookings = await book.OfPatient(number, cancellation),
            Documents = documents.Of(patient),
        });
    }

    private static async Task<IResult> Document(
        int number, string name, HttpResponse response, PracticeOnHand onHand, PatientDocuments documents, CancellationToken cancellation)
    {
        var practice = await onHand.Get(cancellation);
        if (!practice.Patients.TryGetValue(number, out var patient) || documents.Find(patient, name) is not { } document)
            return NoSuch("document");
        // A letter is shown, never run.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        return Results.File(document.Path, MediaType(Path.GetExtension(name)));
    }

    private static string MediaType(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".png" => "image/png",
        _ => "text/plain; charset=utf-8",
    };

    private static RazorComponentResult<MessagePage> NoSuch(string what) =>
        Page<MessagePage>(new { Title = "Not found", Text = $"There is no such {what}." }, 404);

    private static RazorComponentResult<TPage> Page<TPage>(object model, int status = 200)
        where TPage : Microsoft.AspNetCore.Components.IComponent => new(model) { StatusCode = status };
}
