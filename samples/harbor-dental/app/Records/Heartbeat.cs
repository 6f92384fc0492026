using System.Data.Common;

namespace HarborDental.Records;

/// <summary>
/// Writes the time into the database every second. On a quiet night nobody books, and the newest booking says nothing about
/// how old a recovered copy is; the heartbeat does.
/// </summary>
internal sealed class Heartbeat(RecordsDatabase database, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                try
                {
                    await Beat(database, time.GetUtcNow(), stoppingToken);
                }
                catch (DbException)
                {
                    // The database restarts, or is gone: requests and /health say so; the next second tries again.
                }
            }
            while (await second.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application shuts down.
        }
    }

    public static async Task Beat(RecordsDatabase database, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await connection.Command(
            "insert into heartbeat (id, at) values (1, @at) on conflict (id) do update set at = excluded.at",
            ("at", database.Stored(now))).Changes(cancellation);
    }
}
