using System.Net;
using Xunit;

namespace Holdfast.Tests.Samples;

public class PagesTests(ServedPractice practice) : IClassFixture<ServedPractice>
{
    private readonly ServedApplication app = practice.App;

    [Fact]
    public async Task A_booking_stands_on_its_days_sheet_and_in_the_patients_file_as_text_never_as_markup()
    {
        var slot = await app.FreeSlot();
        await app.Book(Guid.NewGuid(), slot, patient: 9, reason: "<script>alert(1)</script>");

        foreach (var page in new[] { $"/?day={slot.StartsAt[..10]}", "/patients/9" })
        {
            var html = await app.Http.GetStringAsync(page, Cancellation);
            Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_form_books_what_was_chosen()
    {
        var slot = await app.FreeSlot(5);
        var id = Guid.NewGuid();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["id"] = id.ToString(),
            ["patient"] = "12",
            ["slot"] = $"{slot.Practitioner} {slot.StartsAt[..16]}Z",
            ["reason"] = "Toothache",
        });

        var answer = await app.Http.PostAsync("/book", form, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Toothache", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await app.Http.GetStringAsync($"/api/bookings/{id}", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patients_documents_can_be_read_and_nothing_beside_them()
    {
        var file = Directory.GetFiles(practice.Documents, "*", SearchOption.AllDirectories).First(f => f.Contains("(0003)", StringComparison.Ordinal));
        var name = Uri.EscapeDataString(Path.GetFileName(file));

        Assert.Equal(
            await File.ReadAllBytesAsync(file, Cancellation),
            await app.Http.GetByteArrayAsync($"/patients/3/documents/{name}", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"/patients/4/documents/{name}", Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Http.GetAsync("/patients/3/documents/..%2F..%2Fdata%2Frecords.db", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://elsewhere.example")]
    [InlineData("Host", "rebound.example")]
    public async Task A_page_from_elsewhere_can_neither_read_nor_book(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/patients");
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.Http.SendAsync(request, Cancellation)).StatusCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
