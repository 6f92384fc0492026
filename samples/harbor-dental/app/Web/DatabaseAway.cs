using System.Data.Common;

namespace HarborDental.Web;

/// <summary>While the database restarts or is gone: a clear 503 that invites to try again, and nothing half done.</summary>
internal static class DatabaseAway
{
    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        // Npgsql reports a connection attempt that took too long as a TimeoutException inside its DbException.
        catch (DbException e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsJsonAsync(new
            {
                error = $"the database does not answer: {e.Message}",
                hint = "nothing was booked; try again with the same id.",
            });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The customer hung up.
        }
    }
}
