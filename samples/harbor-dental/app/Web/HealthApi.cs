using HarborDental.Bookings;
using HarborDental.Records;

namespace HarborDental.Web;

/// <summary>Is it alive, and does it do its work? Two questions: the first is cheap, the second is the real thing.</summary>
internal static class HealthApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health", Alive);
        app.MapPost("/checks/booking", Works);
    }

    // A database that does not answer ends in DatabaseAway's 503.
    private static async Task<IResult> Alive(RecordsDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command("select count(*) from practitioners");
        await command.ExecuteScalarAsync(cancellation);
        return Results.Json(new { ok = true });
    }

    private static async Task<IResult> Works(EndToEndCheck check, CancellationToken cancellation)
    {
        var answer = await check.Run(cancellation);
        return Results.Json(answer, statusCode: answer.Ok ? 200 : 503);
    }
}
