using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Holdfast.Tests.Samples;

[Trait("Takes", "long")]
public class DeathAndReturnTests
{
    [Fact]
    public async Task What_was_confirmed_survives_the_death_of_the_application()
    {
        await using var practice = await FurnishedPractice.Make();
        var id = Guid.NewGuid();
        await using (var app = await ServedApplication.Start(practice.Records, practice.Documents))
        {
            Assert.Equal(HttpStatusCode.Created, (await app.Book(id, await app.FreeSlot())).StatusCode);
            app.Kill();
        }

        await using var back = await ServedApplication.Start(practice.Records, practice.Documents);

        Assert.Equal(HttpStatusCode.OK, (await back.Http.GetAsync($"/api/bookings/{id}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Without_its_database_the_application_says_so_and_makes_no_empty_one()
    {
        await using var practice = await FurnishedPractice.Make();
        File.Delete(practice.Records);
        await using var app = await ServedApplication.Start(practice.Records, practice.Documents);

        var health = await app.Http.GetAsync("/health", Cancellation);
        var booking = await app.Book(Guid.NewGuid(), (1, "2029-01-02T09:00:00Z"));
        var check = await app.Http.PostAsync("/checks/booking", null, Cancellation);

        Assert.All([health, booking, check], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.Contains("try again", await booking.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False(File.Exists(practice.Records));
    }

    [Fact]
    public async Task Without_its_documents_the_check_names_what_failed()
    {
        await using var practice = await FurnishedPractice.Make();
        Directory.Delete(practice.Documents, recursive: true);
        await using var app = await ServedApplication.Start(practice.Records, practice.Documents);

        var check = await app.Http.PostAsync("/checks/booking", null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, check.StatusCode);
        Assert.Equal("read that patient's documents", (string?)(await check.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["failed"]);
    }

    [Fact]
    public async Task Asked_to_end_it_ends_cleanly()
    {
        await using var practice = await FurnishedPractice.Make();
        await using var app = await ServedApplication.Start(practice.Records, practice.Documents);

        Assert.Equal(0, await app.Stop());
        Assert.False(File.Exists(practice.Records + "-wal"), "the log is folded into the database");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
