namespace HarborDental.Web;

/// <summary>
/// The application has no sign-in and trusts loopback; a page from elsewhere, open in the same browser, must not be able to
/// book or read through it. Browsers say where a request comes from; programs say nothing and pass.
/// </summary>
internal static class SameSite
{
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var foreign = origin.Length > 0 && origin != $"http://{request.Host}";
        // A name that was made to resolve to loopback is not ours either.
        if (!foreign && request.Host.Host is "127.0.0.1" or "localhost") return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(new { error = "requests are taken from this machine's own pages only" });
    }
}
