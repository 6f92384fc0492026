using System.Net;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>
/// A remote of rclone: <c>rclone serve restic --stdio</c> speaks the REST protocol over its standard input and output, in HTTP/2. Through it every storage that rclone
/// knows is a store.
/// </summary>
internal static class RcloneRemote
{
    // restic's: files that b2 hides instead of removing would be paid for and never found again.
    private const string DefaultArguments = "serve restic --stdio --b2-hard-delete";

    /// <param name="location"><c>rclone:REMOTE:PATH</c>.</param>
    internal static RestBackend Open(string location, BackendSettings settings)
    {
        var options = settings.Extended;
        options.RequireKnown("rclone", "args", "connections", "program", "timeout");
        var remote = location["rclone:".Length..];
        if (remote.Length == 0 || remote.StartsWith('-'))
        {
            throw new RepositoryException(RepositoryFault.Request, $"{location} names no remote of rclone", "write rclone:REMOTE:PATH");
        }

        var program = options.Words("rclone.program") is { Count: > 0 } named ? named : ["rclone"];
        var arguments = options.Words("rclone.args") is { Count: > 0 } given ? given : DefaultArguments.Split(' ');
        var served = new ServedProgram([.. program, .. arguments, remote]);
        var client = new HttpClient(served.Handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return new(client, new("http://localhost/"), location, settings, served);
    }
}
