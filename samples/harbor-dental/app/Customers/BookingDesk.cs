using System.Net;
using HarborDental.Bookings;
using HarborDental.CommandLine;

namespace HarborDental.Customers;

/// <summary>The practice's booking interface, seen from outside. Every call throws <see cref="DeskSilent"/> while nobody answers.</summary>
internal sealed class BookingDesk(string url) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = Address(url), Timeout = TimeSpan.FromSeconds(10) };

    public Task<PracticeAnswer> Practice(CancellationToken cancellation) => Get<PracticeAnswer>("api/practice", cancellation);

    public async Task<IReadOnlyList<Slot>> FreeSlots(DateTimeOffset from, CancellationToken cancellation) =>
        (await Get<SlotsAnswer>($"api/slots?days=5&from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", cancellation)).Slots;

    /// <returns>The confirmed booking; null when the slot is taken.</returns>
    public Task<Booking?> Book(Guid id, int patient, Slot slot, string reason, CancellationToken cancellation) => Asked(async () =>
    {
        using var answer = await http.PostAsJsonAsync(
            "api/bookings", new BookingRequest(id, patient, slot.Practitioner, slot.StartsAt, reason), cancellation);
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.BadRequest) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Booking>(cancellation);
    }, cancellation);

    /// <returns>The booking; null when the practice does not know it.</returns>
    public Task<Booking?> Find(Guid id, CancellationToken cancellation) => Asked(async () =>
    {
        using var answer = await http.GetAsync(new Uri($"api/bookings/{id}", UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Booking>(cancellation);
    }, cancellation);

    /// <summary>The ids of all bookings that the practice has.</summary>
    public async Task<IReadOnlySet<Guid>> AllIds(CancellationToken cancellation)
    {
        var ids = new HashSet<Guid>();
        for (Guid? after = null; ;)
        {
            var page = await Get<PageAnswer>($"api/bookings{(after is null ? "" : $"?after={after}")}", cancellation);
            ids.UnionWith(page.Bookings.Select(b => b.Id));
            if (page.Next is null) return ids;
            after = page.Next;
        }
    }

    public void Dispose() => http.Dispose();

    private Task<T> Get<T>(string path, CancellationToken cancellation) =>
        Asked(async () => (await http.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), cancellation))!, cancellation);

    private static async Task<T> Asked<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or System.Text.Json.JsonException
            || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DeskSilent(e);
        }
    }

    private static Uri Address(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            ? address
            : throw new SampleException($"--url {url} is no address", "for example --url http://127.0.0.1:18480");

    private sealed record SlotsAnswer(IReadOnlyList<Slot> Slots);

    private sealed record PageAnswer(IReadOnlyList<PageEntry> Bookings, Guid? Next);

    private sealed record PageEntry(Guid Id);
}

/// <param name="Patients">The numbers of all patients.</param>
internal sealed record PracticeAnswer(IReadOnlyList<Practitioner> Practitioners, IReadOnlyList<int> Patients);

/// <summary>Nobody answered, or not in a way that confirms anything. Asking again is right.</summary>
internal sealed class DeskSilent(Exception cause) : Exception(cause.Message, cause);
