using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Holdfast.Tests.Samples;

[Trait("Takes", "long")]
public class CustomersTests
{
    [Fact]
    public async Task Bookings_made_after_the_recovery_point_are_reported_lost()
    {
        await using var practice = await FurnishedPractice.Make();
        var journal = practice.Beside("journal");

        // Some customers book; the records are copied; more customers book; then the records go back to the copy.
        var kept = await CustomersBook(practice, journal, atLeast: 3);
        File.Copy(practice.Records, practice.Beside("copy.db"));
        var all = await CustomersBook(practice, journal, atLeast: kept + 3);
        File.Copy(practice.Beside("copy.db"), practice.Records, overwrite: true);
        await using var recovered = await ServedApplication.Start(practice.Records, practice.Documents);

        var audit = await HarborDentalProgram.Run("audit", "--url", recovered.Url, "--journal", journal, "--json", "--book");

        Assert.True(audit.ExitCode == 0, audit.Error);
        var report = JsonNode.Parse(audit.Output)!;
        Assert.Equal((all, kept, all - kept), ((int)report["acknowledged"]!, (int)report["recovered"]!, (int)report["lost"]!));
        var lost = Lines(journal)[kept..];
        Assert.Equal(lost.Select(l => (string)l["id"]!), report["lostIds"]!.AsArray().Take(20).Select(i => (string)i!));
        Assert.Equal((DateTimeOffset)lost[0]["bookedAt"]!, (DateTimeOffset)report["lostFrom"]!);
        Assert.Equal((DateTimeOffset)lost[^1]["bookedAt"]!, (DateTimeOffset)report["lostUntil"]!);
        Assert.True((await recovered.Http.GetAsync($"/api/bookings/{report["newBooking"]}", Cancellation)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_audit_that_nobody_answers_fails()
    {
        await using var practice = await FurnishedPractice.Make();
        var journal = practice.Beside("journal");
        await File.WriteAllTextAsync(journal, "", Cancellation);

        var audit = await HarborDentalProgram.Run(
            "audit", "--url", $"http://127.0.0.1:{ServedApplication.FreePort()}", "--journal", journal);

        Assert.Equal(1, audit.ExitCode);
        Assert.Contains("does not answer", audit.Error, StringComparison.Ordinal);
    }

    /// <summary>Lets customers book at an application that runs for them, until the journal has so many lines.</summary>
    /// <returns>How many it has in the end.</returns>
    private static async Task<int> CustomersBook(FurnishedPractice practice, string journal, int atLeast)
    {
        await using var app = await ServedApplication.Start(practice.Records, practice.Documents);
        using var client = HarborDentalProgram.Start(
            HarborDentalProgram.Path, "client", "--url", app.Url, "--journal", journal, "--per-second", "50", "--seed", "3");
        while (!File.Exists(journal) || Lines(journal).Count < atLeast)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s TERM {client.Id}"]);
        await client.WaitForExitAsync(Cancellation);
        Assert.Equal(0, client.ExitCode);
        await app.Stop();
        return Lines(journal).Count;
    }

    private static List<JsonNode> Lines(string journal)
    {
        using var stream = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
