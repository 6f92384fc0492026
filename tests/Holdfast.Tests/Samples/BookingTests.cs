using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Samples;

public class BookingTests(ServedPractice practice) : IClassFixture<ServedPractice>
{
    private readonly ServedApplication app = practice.App;

    [Fact]
    public async Task A_booking_that_is_asked_for_twice_is_made_once()
    {
        var (id, slot, before) = (Guid.NewGuid(), await app.FreeSlot(), await app.Bookings());

        var first = await app.Book(id, slot);
        var again = await app.Book(id, slot);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await again.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(before + 1, await app.Bookings());
        Assert.Equal(id, (Guid)(await app.Http.GetFromJsonAsync<JsonNode>($"/api/bookings/{id}", Cancellation))!["id"]!);
    }

    [Fact]
    public async Task Of_many_customers_who_want_one_slot_at_once_exactly_one_gets_it()
    {
        var slot = await app.FreeSlot();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.Book(Guid.NewGuid(), slot)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_cancelled_booking_is_gone_and_frees_its_slot()
    {
        var (id, slot) = (Guid.NewGuid(), await app.FreeSlot());
        await app.Book(id, slot);

        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.DeleteAsync($"/api/bookings/{id}", Cancellation)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"/api/bookings/{id}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.DeleteAsync($"/api/bookings/{id}", Cancellation)).StatusCode);
        Assert.Equal(slot, await app.FreeSlot());
    }

    [Theory]
    [InlineData("""{"patient":1,"practitioner":1,"startsAt":"2029-01-02T09:00:00Z","reason":"x"}""", "id")]
    [InlineData("""{"id":"6a2b7c1e-0d5f-4a53-9f57-0c1a3d0f6b10","patient":9999,"practitioner":1,"startsAt":"2029-01-02T09:00:00Z","reason":"x"}""", "patient")]
    [InlineData("""{"id":"6a2b7c1e-0d5f-4a53-9f57-0c1a3d0f6b10","patient":1,"practitioner":0,"startsAt":"2029-01-02T09:00:00Z","reason":"x"}""", "practitioner")]
    [InlineData("""{"id":"6a2b7c1e-0d5f-4a53-9f57-0c1a3d0f6b10","patient":1,"practitioner":1,"startsAt":"2029-01-02T12:30:00Z","reason":"x"}""", "half hour")]
    [InlineData("""{"id":"6a2b7c1e-0d5f-4a53-9f57-0c1a3d0f6b10","patient":1,"practitioner":1,"startsAt":"2020-01-02T09:00:00Z","reason":"x"}""", "over")]
    [InlineData("""{"id":"6a2b7c1e-0d5f-4a53-9f57-0c1a3d0f6b10","patient":1,"practitioner":1,"startsAt":"2029-01-02T09:00:00Z","reason":" "}""", "reason")]
    [InlineData("not json", "JSON")]
    public async Task A_request_that_makes_no_sense_is_refused_with_what_is_wrong(string body, string wrong)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = await app.Http.PostAsync(new Uri("/api/bookings", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(wrong, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_applications_own_check_books_for_real_and_leaves_no_trace()
    {
        var before = await app.Bookings();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Http.PostAsync("/checks/booking", null, Cancellation)));

        foreach (var answer in answers)
        {
            var said = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
            Assert.True(answer.StatusCode == HttpStatusCode.OK && (bool)said["ok"]!, said.ToJsonString());
            Assert.Contains("book the check slot", said["done"]!.AsArray().Select(d => (string)d!));
        }

        Assert.Equal(before, await app.Bookings());
        Assert.Equal(0L, await Ask("select count(*) from bookings where practitioner = 0"));
    }

    [Fact]
    public async Task A_check_booking_that_was_left_behind_is_no_customers_booking_and_is_cleared_by_the_next_check()
    {
        var before = await app.Bookings();
        await Ask("insert into bookings select 'f0000000-0000-4000-8000-000000000000', 1, 0, 1.0, 'check', 1.0");

        Assert.Equal(before, await app.Bookings());

        await app.Http.PostAsync("/checks/booking", null, Cancellation);
        Assert.Equal(0L, await Ask("select count(*) from bookings where practitioner = 0"));
    }

    [Fact]
    public async Task Backups_that_run_all_the_time_make_no_booking_fail()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var backups = Task.Run(() => BackUpUntil(enough.Token), Cancellation);

        var answers = new List<HttpStatusCode>();
        for (var booking = 0; booking < 30; booking++)
            answers.Add((await app.Book(Guid.NewGuid(), await app.FreeSlot())).StatusCode);

        await enough.CancelAsync();
        Assert.True(await backups > 1);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer));
    }

    [Fact]
    public async Task The_heartbeat_tells_how_old_the_records_are()
    {
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/health", Cancellation)).StatusCode);

        var age = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds
            - Convert.ToDouble(await Ask("select max(at) from heartbeat"), System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(age, -1, 10);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>How many complete backups were made.</returns>
    private int BackUpUntil(CancellationToken enough)
    {
        var made = 0;
        for (; !enough.IsCancellationRequested; made++)
        {
            using var records = new SqliteConnection($"Data Source={practice.Records};Pooling=False");
            using var copy = new SqliteConnection("Data Source=:memory:");
            records.Open();
            copy.Open();
            records.BackupDatabase(copy);
        }

        return made;
    }

    private async Task<object?> Ask(string query)
    {
        await using var connection = new SqliteConnection($"Data Source={practice.Records};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a constant of this file
        command.CommandText = query;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
