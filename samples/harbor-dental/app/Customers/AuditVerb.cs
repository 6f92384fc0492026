using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HarborDental.CommandLine;

namespace HarborDental.Customers;

/// <summary><c>harbor-dental audit</c>: what of that which customers were promised does the practice still know?</summary>
internal static class AuditVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static async Task<int> Run(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, ["--json", "--book"], ["--url", "--journal"]);
        var url = arguments.Required("--url");
        var journal = CustomersJournal.Read(arguments.Required("--journal"));
        using var desk = new BookingDesk(url);
        try
        {
            var report = AuditReport.Compare(journal, await desk.AllIds(CancellationToken.None));
            if (arguments.Has("--book")) report = report with { NewBooking = await NewBooking.Make(desk, TimeProvider.System) };
            Console.WriteLine(arguments.Has("--json") ? JsonSerializer.Serialize(report, Json) : InWords(report));
            return 0;
        }
        catch (DeskSilent e)
        {
            throw new SampleException(
                $"the booking application at {url} does not answer: {e.Message}",
                "see whether it runs, and at which port (curl URL/health).", e);
        }
    }

    private static string InWords(AuditReport report)
    {
        var words = string.Create(
            CultureInfo.InvariantCulture, $"{report.Acknowledged} bookings confirmed, {report.Recovered} recovered, {report.Lost} lost");
        words += report.Lost == 0 ? "." : string.Create(
            CultureInfo.InvariantCulture, $" (booked from {report.LostFrom:HH:mm:ss.fff} until {report.LostUntil:HH:mm:ss.fff} UTC).");
        return report.NewBooking is { } id ? $"{words}\nA new booking was made and read back: {id}" : words;
    }
}
