using System.Globalization;
using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary>The programs that run in the office, the database first.</summary>
internal sealed class OfficeServices(Business business, BusinessMarker marker)
{
    private readonly BackgroundProcess database = new(business.Run, "postgresql");
    private readonly BackgroundProcess booking = new(business.Run, "booking");

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{marker.BookingPort}");

    /// <summary>Starts what does not run, and waits until the application answers.</summary>
    public async Task Start(TimeProvider time)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        // Ours would fail to start, and the other's answers would pass for ours.
        if (booking.Running() is null && await Answers(http))
            throw new SampleException($"another application answers at {Url} already", "close that one (another business?) first.");
        if (marker.Postgres is { } postgres) database.Start(DatabaseCommand(postgres));
        booking.Start(BookingCommand());

        var began = time.GetTimestamp();
        while (!await Answers(http))
        {
            if (booking.Running() is null) throw Dead("the booking application", booking);
            if (marker.Postgres is not null && database.Running() is null) throw Dead("the database", database);
            if (time.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                throw new SampleException($"{Url}/health does not say 200 within a minute", $"read {booking.Log}; close the business.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), time);
        }
    }

    /// <returns>The names of what ran.</returns>
    public async Task<IReadOnlyList<string>> StopCleanly(TimeProvider time)
    {
        var stopped = new List<string>();
        if (await booking.Stop(Native.Terminate, time)) stopped.Add("booking application");
        // SIGINT: PostgreSQL's fast shutdown, which waits for no client.
        if (await database.Stop(Native.Interrupt, time)) stopped.Add("database");
        return stopped;
    }

    /// <returns>The names of what ran.</returns>
    public async Task<IReadOnlyList<string>> KillAll(TimeProvider time)
    {
        var killed = new List<string>();
        if (await booking.Kill(time)) killed.Add("booking application");
        if (await database.Kill(time)) killed.Add("database");
        return killed;
    }

    private IEnumerable<string> DatabaseCommand(PostgresMarker postgres) =>
    [
        .. postgres.User is { } user ? (string[])["setpriv", "--reuid", user, "--regid", user, "--init-groups"] : [],
        Path.Combine(postgres.Programs, "postgres"), "-D", business.Cluster, "-p", Number(postgres.Port),
    ];

    private IEnumerable<string> BookingCommand() =>
    [
        Path.Combine(business.App, "harbor-dental"), "serve",
        "--database", marker.Postgres is { } postgres
            ? $"postgres:host=127.0.0.1;port={Number(postgres.Port)};user=harbor;database=records"
            : $"sqlite:{business.Records}",
        .. marker.Postgres is null ? (string[])[] : ["--password-file", business.DatabasePassword],
        "--documents", business.Documents, "--port", Number(marker.BookingPort),
    ];

    private async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Url}/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false; // not yet
        }
    }

    private static SampleException Dead(string what, BackgroundProcess process) =>
        new($"{what} ended while the office opened", $"read {process.Log} (a port that is taken is the usual cause).");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
